namespace OmeFs.Core.References.Generated;

/// <summary>Generated references, with their position in a set.</summary>
/// <param name="First">The position of their first key.</param>
/// <param name="Packed">The number of packed keys before them.</param>
internal sealed record PlacedStretch(GeneratedStretch Stretch, int First, int Packed)
{
    /// <summary>The position after their last key.</summary>
    public int End { get; } = First + (int)Stretch.Count;
}
