namespace OmeFs.Core.BinData;

/// <summary>The kept bytes of a document. They grow to a limit and can be cut back.</summary>
internal sealed class XmlBuffer(string sourceName)
{
    private byte[] _bytes = new byte[64 * 1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> From(int start) => _bytes.AsSpan(start, Length - start);

    public byte[] ToArray() => _bytes[..Length];

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BinDataLimits.MaxXmlBytes - Length)
            throw new OmeFsException(
                FaultKind.LimitExceeded, $"{sourceName}: the OME-XML without its BinData is longer than {BinDataLimits.MaxXmlBytes} bytes, the most that is read");
        if (bytes.Length > _bytes.Length - Length)
            Array.Resize(ref _bytes, Math.Max(Length + bytes.Length, (int)Math.Min(2L * _bytes.Length, BinDataLimits.MaxXmlBytes)));
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Cuts the bytes back to a length, and the white space before it: a million elements must not leave a million empty lines.</summary>
    public void CutAt(int length) => Length = _bytes.AsSpan(0, length).TrimEnd(" \t\r\n"u8).Length;
}
