namespace OmeFs.Core.Codecs;

/// <summary>Undoes one kind of TIFF compression.</summary>
public interface ISegmentCodec
{
    /// <summary>How many bytes one encoded byte becomes at most.</summary>
    int LargestRatio { get; }

    /// <summary>
    /// Decodes into <paramref name="decoded"/> and returns how many bytes there were; surplus ones are left out.
    /// </summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>, with the codec's own word, for bytes that cannot be decoded.</exception>
    int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded);
}
