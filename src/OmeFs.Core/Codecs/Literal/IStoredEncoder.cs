namespace OmeFs.Core.Codecs.Literal;

/// <summary>
/// Encodes bytes as a stream for a codec, without compressing them. The stream's length depends only on the number of bytes. So a chunk that is
/// re-encoded on demand has an exact size beforehand.
/// </summary>
internal interface IStoredEncoder
{
    /// <summary>The length of the stream for <paramref name="count"/> bytes.</summary>
    long LengthOf(long count);

    /// <summary>Encodes the bytes; the result has <see cref="LengthOf"/> bytes.</summary>
    byte[] Wrap(ReadOnlySpan<byte> bytes);
}
