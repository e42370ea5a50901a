namespace OmeFs.Core.Series.Channels;

/// <summary>Which values decide what a channel shows black and in full colour.</summary>
public enum DisplayRange
{
    /// <summary>The channel's own pixels.</summary>
    Pixels,

    /// <summary>The pixels of all colours of the image together, so that grey stays grey.</summary>
    Colors,

    /// <summary>None: the file gives the range, or the values are colours of a photograph or indices of a palette.</summary>
    Given,
}
