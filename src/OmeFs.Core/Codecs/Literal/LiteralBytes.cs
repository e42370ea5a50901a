namespace OmeFs.Core.Codecs.Literal;

/// <summary>The bytes themselves, for uncompressed data.</summary>
internal sealed class LiteralBytes : IStoredEncoder
{
    public long LengthOf(long count) => count;

    public byte[] Wrap(ReadOnlySpan<byte> bytes) => bytes.ToArray();
}
