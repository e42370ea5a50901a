namespace OmeFs.Core.Tiff;

/// <summary>The first bytes of the file: byte order, classic or BigTIFF, where the IFD chain begins.</summary>
/// <param name="FirstIfd">Offset in bytes of the first IFD.</param>
internal readonly record struct TiffHeader(bool BigEndian, bool BigTiff, long FirstIfd)
{
    public const int ClassicLength = 8;
    public const int BigTiffLength = 16;

    /// <summary>Bytes of the count before an IFD's entries.</summary>
    public int CountWidth => BigTiff ? 8 : 2;

    /// <summary>Bytes of one entry.</summary>
    public int EntryWidth => BigTiff ? 20 : 12;

    /// <summary>Bytes of an offset; an entry has room for this many bytes of values.</summary>
    public int OffsetWidth => BigTiff ? 8 : 4;

    /// <param name="bytes">The file's first 16 bytes, or all bytes of a file of 8 to 15 bytes.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>: it is not a TIFF.</exception>
    public static TiffHeader Parse(ReadOnlySpan<byte> bytes, string source)
    {
        var hasByteOrder = bytes.StartsWith("II"u8) || bytes.StartsWith("MM"u8);
        if (hasByteOrder && bytes.Length < ClassicLength)
            throw new OmeFsException(FaultKind.Corrupt, $"{source}: not a TIFF: it ends after {bytes.Length} bytes, within the header");
        if (!hasByteOrder)
            throw new OmeFsException(
                FaultKind.Corrupt, $"{source}: not a TIFF: a TIFF begins with \"II\" or \"MM\", this file with {Start(bytes)}");
        var bigEndian = bytes[0] == (byte)'M';
        var reader = new TiffReader(bytes, bigEndian);
        switch (reader.UInt16(2))
        {
            case 42:
                return new TiffHeader(bigEndian, false, reader.UInt32(4));
            case 43 when bytes.Length >= BigTiffLength && reader.UInt16(4) == 8 && reader.UInt16(6) == 0:
                var first = reader.UInt64(8);
                return new TiffHeader(bigEndian, true, first > long.MaxValue ? long.MaxValue : (long)first);
            case 43:
                throw new OmeFsException(
                    FaultKind.Corrupt, $"{source}: a BigTIFF header of 16 bytes with 8-byte offsets expected, found {Show(bytes)}");
            case var version:
                throw new OmeFsException(
                    FaultKind.Corrupt, $"{source}: not a TIFF: version 42 (TIFF) or 43 (BigTIFF) expected at offset 2, found {version}");
        }
    }

    /// <summary>As text if it is text, so that a user recognises the file.</summary>
    private static string Start(ReadOnlySpan<byte> bytes) =>
        !bytes.IsEmpty && !bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? $"\"{System.Text.Encoding.ASCII.GetString(bytes)}\"" : Show(bytes);

    private static string Show(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? "nothing" : Convert.ToHexString(bytes[..Math.Min(bytes.Length, 8)]);
}
