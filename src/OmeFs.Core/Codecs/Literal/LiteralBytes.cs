namespace OmeFs.Core.Codecs.Literal;

/// <summary>Bytes themselves, where nothing is compressed.</summary>
internal sealed class LiteralBytes : IStoredEncoder
{
    public long LengthOf(long count) => count;

    public byte[] Wrap(ReadOnlySpan<byte> bytes) => bytes.ToArray();
}
