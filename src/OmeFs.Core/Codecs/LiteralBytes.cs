namespace OmeFs.Core.Codecs;

/// <summary>Bytes themselves, where nothing is compressed.</summary>
internal sealed class LiteralBytes : ILiteralForm
{
    public long LengthOf(long count) => count;

    public byte[] Wrap(ReadOnlySpan<byte> bytes) => bytes.ToArray();
}
