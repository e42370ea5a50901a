using System.Numerics;

namespace OmeFs.Core.Tiff;

/// <summary>The entries of one IFD that omefs uses. Each tag has a fixed slot, so walking a million IFDs allocates nothing.</summary>
internal sealed class IfdEntries
{
    private static readonly TiffTag[] Tags = Enum.GetValues<TiffTag>();

    static IfdEntries()
    {
        if (Tags.Length > BitOperations.PopCount(ulong.MaxValue))
            throw new InvalidOperationException($"{Tags.Length} tags are more than {nameof(_present)} has bits");
    }

    private readonly IfdEntry[] _slots = new IfdEntry[Tags.Length];
    /// <summary>One bit per slot.</summary>
    private ulong _present;

    /// <summary>The offset of the IFD, in bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>The offset of the next IFD, in bytes; 0 at the end of the chain.</summary>
    public long Next { get; private set; }

    /// <summary>The length of the IFD in bytes, including its offset of the next one.</summary>
    public int Length { get; private set; }

    /// <summary>The IFD's name in messages: "IFD 3", "SubIFD 1 of IFD 3".</summary>
    public IfdLabel Label { get; private set; }

    /// <summary>A second ImageDescription: Micro-Manager writes OME-XML and ImageJ's.</summary>
    public IfdEntry? SecondDescription { get; private set; }

    /// <summary>The entry of a tag, or null. If an IFD has a tag twice, the first one counts, as in libtiff and tifffile.</summary>
    public IfdEntry? this[TiffTag tag] => SlotOf(tag) is >= 0 and var slot && (_present & (1UL << slot)) != 0 ? _slots[slot] : null;

    /// <summary>Reads the entries from an IFD's bytes: the count, the entries, and the offset of the next IFD if it is there.</summary>
    internal void Read(IfdLabel label, long offset, TiffHeader header, ReadOnlySpan<byte> bytes, int count)
    {
        (Label, Offset, Next, Length, _present, SecondDescription) = (label, offset, 0, bytes.Length, 0, null);
        var reader = new TiffReader(bytes, header.BigEndian);
        var at = header.CountWidth;
        for (var i = 0; i < count; i++, at += header.EntryWidth)
            if (SlotOf((TiffTag)reader.UInt16(at)) is >= 0 and var slot && (_present & (1UL << slot)) == 0)
            {
                _slots[slot] = Entry(reader, header, offset, at);
                _present |= 1UL << slot;
            }
            else if (SecondDescription is null && (TiffTag)reader.UInt16(at) == TiffTag.ImageDescription)
            {
                SecondDescription = Entry(reader, header, offset, at);
            }
        if (bytes.Length >= at + header.OffsetWidth)
            Next = ToOffset(reader.Unsigned(at, header.OffsetWidth));
    }

    private static IfdEntry Entry(TiffReader reader, TiffHeader header, long ifdOffset, int at)
    {
        var type = (TiffFieldType)reader.UInt16(at + 2);
        var count = ToOffset(reader.Unsigned(at + 4, header.OffsetWidth));
        var valueAt = at + 4 + header.OffsetWidth;
        var width = type.Width();
        if (width > 0 && count <= header.OffsetWidth / width)
        {
            ulong? first = count > 0 && type.IsInteger() ? reader.Unsigned(valueAt, width) : null;
            return new IfdEntry((TiffTag)reader.UInt16(at), type, count, ifdOffset + valueAt, first);
        }
        return new IfdEntry((TiffTag)reader.UInt16(at), type, count, ToOffset(reader.Unsigned(valueAt, header.OffsetWidth)), null);
    }

    private static long ToOffset(ulong value) => value > long.MaxValue ? long.MaxValue : (long)value;

    private static int SlotOf(TiffTag tag) => Array.BinarySearch(Tags, tag);
}

/// <summary>Identifies an IFD by numbers, until a message needs its name.</summary>
/// <param name="Index">Index in the main chain, from 0.</param>
/// <param name="Sub">Index among that IFD's SubIFDs, from 0; -1 for the IFD itself.</param>
internal readonly record struct IfdLabel(int Index, int Sub = -1)
{
    public override string ToString() => Sub < 0 ? $"IFD {Index}" : $"SubIFD {Sub} of IFD {Index}";
}
