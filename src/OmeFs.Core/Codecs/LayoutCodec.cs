namespace OmeFs.Core.Codecs;

/// <summary>
/// A codec by a library, native or managed, for segments of one layout. It takes a segment's bytes as they are in the file: bits that FillOrder 2
/// reversed are reversed inside, by the rules of the compression.
/// </summary>
public abstract class LayoutCodec : ISegmentCodec
{
    public virtual int LargestRatio => int.MaxValue;

    /// <summary>How the decoded bytes must be read.</summary>
    public abstract DecodedForm Form { get; }

    /// <param name="decoded">Whole rows; the number of rows says how many the segment has, which is fewer in a short last strip.</param>
    public abstract int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded);
}
