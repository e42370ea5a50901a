namespace OmeFs.Core.Series;

/// <summary>Which IFD of which file holds a plane. Pure arithmetic or a small table, no I/O.</summary>
public interface IPlaneIndex
{
    /// <summary>The IFDs of all planes that have one. A source may name far more planes than it has.</summary>
    IEnumerable<IfdPlace> Places { get; }

    /// <summary>The IFD with this plane, or <see cref="IfdPlace.None"/>.</summary>
    /// <param name="channel">Counts channels, not samples: an RGB channel is one.</param>
    IfdPlace PlaceOf(int z, int channel, int t);
}
