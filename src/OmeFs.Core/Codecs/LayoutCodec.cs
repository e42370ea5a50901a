namespace OmeFs.Core.Codecs;

/// <summary>
/// A codec of a library, native or managed, for segments of one layout. It takes a segment's bytes as they are in the file. If FillOrder 2 has
/// reversed their bits, the codec reverses them, by the rules of the compression.
/// </summary>
internal abstract class LayoutCodec : ISegmentCodec
{
    public virtual int LargestRatio => int.MaxValue;

    /// <summary>The format of the decoded bytes.</summary>
    public abstract DecodedForm Form { get; }

    /// <param name="decoded">Whole rows: as many as the segment has. A short last strip has fewer.</param>
    public abstract int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded);
}
