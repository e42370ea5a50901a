namespace OmeFs.Fuzz.Mutations;

/// <summary>Changes of entries, counts, types, offsets, links, segments and texts of a TIFF.</summary>
internal static class TiffMutator
{
    private const int ImageDescription = 270;

    private static readonly int[] Tags =
    [
        254, 256, 257, 258, 259, 262, 266, 270, 273, 277, 278, 279, 282, 284, 290, 292, 296, 305, 317, 320, 322, 323, 324, 325, 330, 338, 339, 347,
        512, 513, 514, 519, 520, 521, 530, 532, 32997, 42113, 50674, 50838, 50839, 51123,
    ];

    /// <summary>Values that mean something in a tag, so that changes reach beyond "unknown compression".</summary>
    private static ulong[] Sensible(int tag) => tag switch
    {
        258 => [1, 2, 3, 4, 6, 8, 10, 12, 14, 16, 24, 31, 32, 48, 64, 128],
        259 => [1, 2, 3, 4, 5, 6, 7, 8, 32766, 32771, 32773, 32809, 32946, 33003, 33004, 33005, 34676, 34677, 34712, 34887, 34892, 34925, 34934, 50000, 50001, 50002, 50013, 52546],
        262 => [0, 1, 2, 3, 4, 5, 6, 8, 32844, 32845],
        266 or 284 or 254 => [0, 1, 2],
        277 => [0, 1, 2, 3, 4, 5, 7, 255, 65535],
        317 => [1, 2, 3, 34892],
        339 => [1, 2, 3, 4, 5, 6],
        322 or 323 or 278 or 256 or 257 => [0, 1, 8, 15, 16, 17, 32, 64, 100, 256, 1024, 65536, 0x7FFF_FFFF, 0xFFFF_FFFF],
        _ => [],
    };

    public static byte[] Mutate(byte[] bytes, byte[] other, Random random)
    {
        var changed = bytes.ToArray();
        var sketch = new TiffSketch(changed);
        if (sketch.Entries.Count == 0)
            return ByteMutator.Mutate(bytes, other, random);
        var entry = sketch.Entries[random.Next(sketch.Entries.Count)];
        switch (random.Next(12))
        {
            case 0:
                sketch.Put(entry, 2, (ulong)Tags[random.Next(Tags.Length)]);
                break;
            case 1:
                sketch.Put(entry + 2, 2, (ulong)random.Next(0, 20));
                break;
            case 2:
                sketch.Put(sketch.CountAt(entry), sketch.Width, Interesting.Number(random, bytes.Length));
                break;
            case 3:
                sketch.Put(sketch.ValueAt(entry), sketch.Width, Interesting.Number(random, bytes.Length));
                break;
            case 4:
                Link(sketch, random, bytes.Length);
                break;
            case 5:
                ByteMutator.Change(Segment(sketch, changed, random), random);
                break;
            case 6:
                return Text(sketch, changed, random);
            case 7:
                Copy(sketch, changed, entry, random);
                break;
            case 8:
                return ByteMutator.Mutate(bytes, other, random);
            default:
                Value(sketch, changed, entry, random);
                break;
        }
        return changed;
    }

    private static void Value(TiffSketch sketch, byte[] bytes, int entry, Random random)
    {
        var (start, length) = sketch.Values(entry).GetOffsetAndLength(bytes.Length);
        var width = sketch.ValueWidth(entry);
        if (length < width)
            return;
        var sensible = Sensible(sketch.Tag(entry));
        var value = sensible.Length > 0 && random.Next(3) > 0 ? sensible[random.Next(sensible.Length)] : Interesting.Number(random, bytes.Length);
        var at = start + (random.Next(length / width) * width);
        // All values alike (BitsPerSample of each sample) as often as one alone.
        if (random.Next(2) == 0)
            for (at = start; at + (2 * width) <= start + length && at < start + 1024; at += width)
                sketch.Put(at, width, value);
        sketch.Put(at, width, value);
    }

    private static void Link(TiffSketch sketch, Random random, int length)
    {
        var ifds = sketch.Ifds.ToArray();
        var to = random.Next(2) == 0 ? (ulong)ifds[random.Next(ifds.Length)] : Interesting.Number(random, length);
        sketch.Put(sketch.Links[random.Next(sketch.Links.Count)], sketch.Width, to);
    }

    /// <summary>One entry over another.</summary>
    private static void Copy(TiffSketch sketch, byte[] bytes, int entry, Random random) =>
        bytes.AsSpan(sketch.Entries[random.Next(sketch.Entries.Count)], sketch.EntryLength).ToArray().CopyTo(bytes, entry);

    /// <summary>Bytes of some segment, of which the first ones, a codec's header, are as likely as all others.</summary>
    private static Span<byte> Segment(TiffSketch sketch, byte[] bytes, Random random)
    {
        var tables = sketch.Entries.Where(entry => sketch.Tag(entry) is 273 or 324 or 347 or 513).ToArray();
        if (tables.Length == 0)
            return bytes;
        var table = tables[random.Next(tables.Length)];
        var (start, length) = sketch.Values(table).GetOffsetAndLength(bytes.Length);
        var width = sketch.ValueWidth(table);
        if (length < width)
            return bytes;
        var at = width == 1 ? (ulong)start : sketch.Get(start + (random.Next(length / width) * width), width);
        return at >= (ulong)bytes.Length ? bytes : bytes.AsSpan((int)at, Math.Min(bytes.Length - (int)at, random.Next(2) == 0 ? 40 : 2000));
    }

    /// <summary>A changed ImageDescription, appended.</summary>
    private static byte[] Text(TiffSketch sketch, byte[] bytes, Random random)
    {
        var entry = sketch.Entries.Find(entry => sketch.Tag(entry) == ImageDescription);
        if (entry == 0 || bytes[sketch.Values(entry)] is not { Length: > 0 } text)
            return bytes;
        var changed = XmlMutator.Mutate(text, text, random);
        sketch.Put(sketch.CountAt(entry), sketch.Width, (ulong)changed.Length);
        sketch.Put(sketch.ValueAt(entry), sketch.Width, (ulong)bytes.Length);
        return [.. bytes, .. changed];
    }
}
