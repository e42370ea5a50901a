namespace OmeFs.Core.Series.Channels;

/// <summary>Where the values come from that a channel shows black and in full colour.</summary>
public enum DisplayRange
{
    /// <summary>From the channel's own pixels.</summary>
    Pixels,

    /// <summary>From the pixels of all colours of the image together, so that grey stays grey.</summary>
    Colors,

    /// <summary>As they are: the file says them, or the values are colours of a photograph or indices of a palette.</summary>
    Given,
}
