using System.Buffers.Binary;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>
/// A TIFF with one IFD and no pixels. It describes to libtiff the segments that follow. Values of tags are copied from the file byte by byte, so
/// the TIFF has the file's byte order.
/// </summary>
/// <remarks>*Spec:* TIFF 6.0 section 2: a header, the IFD with its entries in ascending order, then the values longer than 4 bytes.</remarks>
internal sealed class SegmentTiff(bool bigEndian)
{
    private const int IfdAt = 8;
    private const int EntryBytes = 12;

    private readonly SortedDictionary<ushort, (TiffFieldType Type, long Count, ReadOnlyMemory<byte> Bytes)> _entries = [];

    public void Add(TiffTag tag, TiffFieldType type, params ReadOnlySpan<long> values)
    {
        var width = type.Width();
        var bytes = new byte[values.Length * width];
        for (var i = 0; i < values.Length; i++)
            Write(bytes.AsSpan(i * width), width, checked((uint)values[i]));
        _entries[(ushort)tag] = (type, values.Length, bytes);
    }

    /// <summary>Copies a value from the file, which must have this TIFF's byte order.</summary>
    public void Add(TagValue value)
    {
        if (value.Count * value.Type.Width() != value.Bytes.Length)
            throw new OmeFsException(FaultKind.Bug, $"{value.Tag}: {value.Count} values of {value.Type} are not {value.Bytes.Length} bytes");
        _entries[(ushort)value.Tag] = (value.Type, value.Count, value.Bytes);
    }

    public byte[] ToArray()
    {
        var valuesAt = IfdAt + 2 + (_entries.Count * EntryBytes) + 4;
        var tiff = new byte[valuesAt + _entries.Values.Sum(entry => entry.Bytes.Length <= 4 ? 0 : Even(entry.Bytes.Length))];
        (bigEndian ? "MM"u8 : "II"u8).CopyTo(tiff);
        Write(tiff.AsSpan(2), 2, 42);
        Write(tiff.AsSpan(4), 4, IfdAt);
        Write(tiff.AsSpan(IfdAt), 2, (uint)_entries.Count);
        var at = IfdAt + 2;
        foreach (var (tag, entry) in _entries)
        {
            Write(tiff.AsSpan(at), 2, tag);
            Write(tiff.AsSpan(at + 2), 2, (ushort)entry.Type);
            Write(tiff.AsSpan(at + 4), 4, (uint)entry.Count);
            if (entry.Bytes.Length <= 4)
            {
                entry.Bytes.Span.CopyTo(tiff.AsSpan(at + 8));
            }
            else
            {
                Write(tiff.AsSpan(at + 8), 4, (uint)valuesAt);
                entry.Bytes.Span.CopyTo(tiff.AsSpan(valuesAt));
                valuesAt += Even(entry.Bytes.Length);
            }
            at += EntryBytes;
        }
        return tiff;
    }

    private static int Even(int length) => (length + 1) & ~1;

    private void Write(Span<byte> to, int width, uint value)
    {
        switch (width)
        {
            case 2 when bigEndian:
                BinaryPrimitives.WriteUInt16BigEndian(to, checked((ushort)value));
                break;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(to, checked((ushort)value));
                break;
            case 4 when bigEndian:
                BinaryPrimitives.WriteUInt32BigEndian(to, value);
                break;
            case 4:
                BinaryPrimitives.WriteUInt32LittleEndian(to, value);
                break;
            default:
                throw new OmeFsException(FaultKind.Bug, $"numbers of {width} bytes are not written");
        }
    }
}
