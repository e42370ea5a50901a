namespace OmeFs.Core.Series.Channels;

/// <summary>The colour of every value that a sample can have: a TIFF's ColorMap, an ImageJ LUT. Immutable.</summary>
/// <param name="Bits">Bits of every entry: 16 for a ColorMap; 8 for a LUT, and for a ColorMap whose entries are all below 256.</param>
/// <param name="Red">One entry per value, as many as <paramref name="Green"/> and <paramref name="Blue"/>; at least one.</param>
public sealed record ColorTable(int Bits, IReadOnlyList<ushort> Red, IReadOnlyList<ushort> Green, IReadOnlyList<ushort> Blue)
{
    /// <summary>The colour of the highest value, as six hexadecimal digits.</summary>
    public string Last => $"{(byte)To8(Red[^1]):X2}{(byte)To8(Green[^1]):X2}{(byte)To8(Blue[^1]):X2}";

    public bool IsBlack => Last == "000000";

    /// <summary>Whether a viewer that only knows <see cref="Last"/> shows the same colours, within rounding to 8 bits.</summary>
    public bool IsRamp => IsRampOf(Red) && IsRampOf(Green) && IsRampOf(Blue);

    private bool IsRampOf(IReadOnlyList<ushort> entries)
    {
        for (var value = 0; value < entries.Count; value++)
            if (Math.Abs(To8(entries[value]) - ((double)To8(entries[^1]) * value / Math.Max(1, entries.Count - 1))) > 1)
                return false;
        return true;
    }

    /// <summary>The high byte of 16 bits, as in libtiff and ImageJ: writers convert 8 bits to 16 as value * 256 or value * 257.</summary>
    private int To8(ushort entry) => Bits == 8 ? entry : entry >> 8;
}
