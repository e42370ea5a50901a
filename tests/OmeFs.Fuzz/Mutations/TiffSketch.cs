using System.Buffers.Binary;

namespace OmeFs.Fuzz.Mutations;

/// <summary>Where the entries and links of a TIFF lie, as far as they can be found; nothing is believed, so that a broken file can be broken further.</summary>
internal sealed class TiffSketch
{
    private const int MostIfds = 40;
    private const int MostEntries = 60;

    private readonly byte[] _bytes;
    private readonly HashSet<long> _seen = [];

    public TiffSketch(byte[] bytes)
    {
        _bytes = bytes;
        BigEndian = bytes is [(byte)'M', ..];
        Big = bytes.Length > 16 && Get(2, 2) == 43;
        if (bytes.Length < 16)
            return;
        Links.Add(Big ? 8 : 4);
        var queue = new Queue<long>([(long)Get(Links[0], Width)]);
        while (queue.TryDequeue(out var at) && _seen.Count < MostIfds)
            if (_seen.Add(at))
                Walk(at, queue);
    }

    public bool BigEndian { get; }

    public bool Big { get; }

    /// <summary>Offsets of entries.</summary>
    public List<int> Entries { get; } = [];

    /// <summary>Offsets of links to IFDs: in the header, at the ends of IFDs.</summary>
    public List<int> Links { get; } = [];

    /// <summary>Offsets of IFDs that links lead to.</summary>
    public IReadOnlyCollection<long> Ifds => _seen;

    /// <summary>Of an offset or count.</summary>
    public int Width => Big ? 8 : 4;

    public int EntryLength => Big ? 20 : 12;

    public int Tag(int entry) => (int)Get(entry, 2);

    public int CountAt(int entry) => entry + 4;

    public int ValueAt(int entry) => entry + 4 + Width;

    /// <summary>Bytes of one value of the entry's type.</summary>
    public int ValueWidth(int entry) => Get(entry + 2, 2) switch { 3 or 8 => 2, 4 or 9 or 11 or 13 => 4, 5 or 10 or 12 or 16 or 17 or 18 => 8, _ => 1 };

    /// <summary>Where the entry's values lie, in itself or elsewhere; empty where that is outside of the file.</summary>
    public Range Values(int entry)
    {
        var length = Math.Min(Get(CountAt(entry), Width), 1 << 20) * (ulong)ValueWidth(entry);
        var at = length <= (ulong)Width ? (ulong)ValueAt(entry) : Get(ValueAt(entry), Width);
        return at <= (ulong)_bytes.Length && length <= (ulong)_bytes.Length - at ? (int)at..(int)(at + length) : 0..0;
    }

    public ulong Get(int at, int width)
    {
        var value = 0UL;
        for (var i = 0; i < width; i++)
            value |= (ulong)_bytes[at + i] << (8 * (BigEndian ? width - 1 - i : i));
        return value;
    }

    public void Put(int at, int width, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (BigEndian)
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value << (64 - (8 * width)));
        else
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        bytes[..width].CopyTo(_bytes.AsSpan(at));
    }

    private void Walk(long at, Queue<long> queue)
    {
        if (at < 8 || at > _bytes.Length - 8)
            return;
        var count = (int)Math.Min(Get((int)at, Big ? 8 : 2), MostEntries);
        var first = (int)at + (Big ? 8 : 2);
        if (first + (count * EntryLength) + Width > _bytes.Length)
            return;
        for (var i = 0; i < count; i++)
        {
            var entry = first + (i * EntryLength);
            Entries.Add(entry);
            if (Tag(entry) == 330)
                foreach (var place in Places(entry))
                    queue.Enqueue((long)Get(place, ValueWidth(entry)));
        }
        Links.Add(first + (count * EntryLength));
        queue.Enqueue((long)Get(Links[^1], Width));
    }

    private IEnumerable<int> Places(int entry)
    {
        var (start, length) = Values(entry).GetOffsetAndLength(_bytes.Length);
        for (var at = start; at + ValueWidth(entry) <= start + length && at < start + (8 * 32); at += ValueWidth(entry))
            yield return at;
    }
}
