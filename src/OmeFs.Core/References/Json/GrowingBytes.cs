namespace OmeFs.Core.References.Json;

/// <summary>Bytes that are written one behind the other, and may be taken back from the end.</summary>
internal sealed class GrowingBytes
{
    /// <summary>The bytes, and room behind them; another one after the next write.</summary>
    public byte[] Buffer { get; private set; } = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => Buffer.AsSpan(0, Length);

    /// <param name="length">At most as many as there are.</param>
    public void SetLength(int length) => Length = length;

    public void Write(byte one) => Write([one]);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Buffer.Length - Length)
        {
            var larger = new byte[Math.Max(2 * Buffer.Length, Length + bytes.Length)];
            Span.CopyTo(larger);
            Buffer = larger;
        }
        bytes.CopyTo(Buffer.AsSpan(Length));
        Length += bytes.Length;
    }
}
