using System.Buffers.Binary;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Tiff;

/// <summary>
/// Writes small TIFFs and BigTIFFs of both byte orders. Of each IFD first the segments, then the values that do not fit into entries, then
/// the IFD itself. Nothing is checked: wrong files are wanted too.
/// </summary>
internal sealed class TiffWriter(bool bigEndian = false, bool bigTiff = false)
{
    private readonly List<byte> _file = [];

    public List<TestIfd> Ifds { get; } = [];

    private int OffsetWidth => bigTiff ? 8 : 4;

    public static byte[] Write(bool bigEndian, bool bigTiff, params IEnumerable<TestIfd> ifds)
    {
        var writer = new TiffWriter(bigEndian, bigTiff);
        writer.Ifds.AddRange(ifds);
        return writer.Write();
    }

    /// <summary>A classic little-endian TIFF.</summary>
    public static byte[] Write(params IEnumerable<TestIfd> ifds) => Write(false, false, ifds);

    public byte[] Write()
    {
        _file.Clear();
        _file.AddRange(bigEndian ? "MM"u8 : "II"u8);
        Append(bigTiff ? 43UL : 42, 2);
        if (bigTiff)
        {
            Append(8, 2);
            Append(0, 2);
        }
        var link = _file.Count;
        Append(0, OffsetWidth);
        foreach (var ifd in Ifds)
        {
            WriteIfd(ifd);
            Patch(link, (ulong)ifd.Offset, OffsetWidth);
            link = (int)ifd.NextAt;
        }
        return [.. _file];
    }

    /// <summary>Overwrites a number in a written file.</summary>
    public static void Put(byte[] file, long at, ulong value, int width, bool bigEndian)
    {
        for (var i = 0; i < width; i++)
            file[at + (bigEndian ? width - 1 - i : i)] = (byte)(value >> (8 * i));
    }

    private void WriteIfd(TestIfd ifd)
    {
        foreach (var sub in ifd.Subs)
            WriteIfd(sub);
        var entries = new List<TestEntry>(ifd.Entries);
        if (ifd.Subs.Count > 0)
            entries.Add(new TestEntry((ushort)TiffTag.SubIfds, bigTiff ? TiffFieldType.Ifd8 : TiffFieldType.Ifd, [.. ifd.Subs.Select(sub => (ulong)sub.Offset)], null));
        if (ifd.Segments is { } segments)
            AddTables(ifd, segments, entries);
        var values = entries.ConvertAll(ValueOf);
        Align();
        ifd.Offset = _file.Count;
        Append((ulong)entries.Count, bigTiff ? 8 : 2);
        for (var i = 0; i < entries.Count; i++)
        {
            Append(entries[i].Tag, 2);
            Append((ulong)entries[i].Type, 2);
            Append(entries[i].Count, OffsetWidth);
            _file.AddRange(values[i]);
        }
        ifd.NextAt = _file.Count;
        Append(0, OffsetWidth);
    }

    private void AddTables(TestIfd ifd, IReadOnlyList<byte[]?> segments, List<TestEntry> entries)
    {
        var offsets = new ulong[segments.Count];
        for (var i = 0; i < offsets.Length; i++)
            if (segments[i] is { } segment)
            {
                offsets[i] = (ulong)_file.Count;
                _file.AddRange(segment);
            }
        entries.Add(new TestEntry((ushort)(ifd.Tiled ? TiffTag.TileOffsets : TiffTag.StripOffsets), ifd.OffsetsType, ifd.ChangeOffsets(offsets), null));
        if (ifd.CountsType is { } type)
            entries.Add(new TestEntry(
                (ushort)(ifd.Tiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts), type, ifd.ChangeCounts([.. segments.Select(segment => (ulong)(segment?.Length ?? 0))]), null));
    }

    /// <summary>The value bytes of an entry: the values themselves, or the offset where they were put.</summary>
    private byte[] ValueOf(TestEntry entry)
    {
        var bytes = entry.Bytes ?? [.. entry.Numbers.SelectMany(number => Bytes(number, entry.NumberWidth))];
        if (bytes.Length <= OffsetWidth)
            return [.. bytes, .. new byte[OffsetWidth - bytes.Length]];
        Align();
        var at = (ulong)_file.Count;
        _file.AddRange(bytes);
        return Bytes(at, OffsetWidth);
    }

    private void Align()
    {
        if (_file.Count % 2 != 0)
            _file.Add(0);
    }

    private void Append(ulong value, int width) => _file.AddRange(Bytes(value, width));

    private void Patch(int at, ulong value, int width)
    {
        var bytes = Bytes(value, width);
        for (var i = 0; i < width; i++)
            _file[at + i] = bytes[i];
    }

    private byte[] Bytes(ulong value, int width)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Array.Resize(ref bytes, width);
        if (bigEndian)
            Array.Reverse(bytes);
        return bytes;
    }
}
