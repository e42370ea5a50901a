namespace OmeFs.Core.Series;

/// <summary>Which IFD holds a plane. Pure arithmetic or a small table, no I/O.</summary>
public interface IPlaneIndex
{
    /// <summary>What an index answers where the file has no IFD for a plane.</summary>
    const int NoIfd = -1;

    /// <summary>The IFDs of all planes that have one. A file may name far more planes than it has.</summary>
    IEnumerable<int> Ifds { get; }

    /// <summary>The number in the main chain of the IFD with this plane, or <see cref="NoIfd"/>.</summary>
    /// <param name="channel">Counts channels, not samples: an RGB channel is one.</param>
    int IfdOf(int z, int channel, int t);
}
