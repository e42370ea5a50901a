namespace OmeFs.Core.Codecs;

/// <summary>Undoes one kind of TIFF compression.</summary>
public interface ISegmentCodec
{
    /// <summary>The most bytes that one encoded byte can decode to.</summary>
    int LargestRatio { get; }

    /// <summary>
    /// Decodes into <paramref name="decoded"/> and returns the number of bytes. Surplus bytes are ignored.
    /// </summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>, with the codec's own message, if the bytes cannot be decoded.</exception>
    int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded);
}
