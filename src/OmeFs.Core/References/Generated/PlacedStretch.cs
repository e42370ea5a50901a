namespace OmeFs.Core.References.Generated;

/// <summary>Generated references at their place in a set.</summary>
/// <param name="First">The position of their first key.</param>
/// <param name="Packed">How many keys before them are packed.</param>
internal sealed record PlacedStretch(GeneratedStretch Stretch, int First, int Packed)
{
    /// <summary>The position after their last key.</summary>
    public int End { get; } = First + (int)Stretch.Count;
}
