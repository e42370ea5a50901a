namespace OmeFs.Core.References.Json;

/// <summary>A growing array of bytes. Bytes are appended, and may be removed from the end.</summary>
internal sealed class GrowingBytes
{
    /// <summary>The bytes, with unused room after them. The next write may replace this array.</summary>
    public byte[] Buffer { get; private set; } = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => Buffer.AsSpan(0, Length);

    /// <param name="length">At most the current length.</param>
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
