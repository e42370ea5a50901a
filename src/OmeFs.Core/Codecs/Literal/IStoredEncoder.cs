namespace OmeFs.Core.Codecs.Literal;

/// <summary>
/// Spells bytes as a stream that a codec reads, without compressing them: its length follows from their number alone, so that a chunk which
/// has to be made on the way has an exact size before it is made.
/// </summary>
internal interface IStoredEncoder
{
    /// <summary>Bytes of the stream that holds <paramref name="count"/> bytes.</summary>
    long LengthOf(long count);

    /// <summary>Spells the bytes; the result has <see cref="LengthOf"/> bytes.</summary>
    byte[] Wrap(ReadOnlySpan<byte> bytes);
}
