namespace OmeFs.Core.Series.Channels;

/// <summary>The colour of every value that a sample can have: a TIFF's ColorMap, an ImageJ LUT. Immutable.</summary>
/// <param name="Bits">Of every entry: 16 of a ColorMap, 8 of a LUT and of a ColorMap without any entry of 256 or more.</param>
/// <param name="Red">One entry a value, as many as <paramref name="Green"/> and <paramref name="Blue"/>; at least one.</param>
public sealed record ColorTable(int Bits, IReadOnlyList<ushort> Red, IReadOnlyList<ushort> Green, IReadOnlyList<ushort> Blue)
{
    /// <summary>Six hexadecimal digits of the colour of the highest value.</summary>
    public string Last => $"{(byte)To8(Red[^1]):X2}{(byte)To8(Green[^1]):X2}{(byte)To8(Blue[^1]):X2}";

    public bool IsBlack => Last == "000000";

    /// <summary>Whether a viewer that knows <see cref="Last"/> alone shows the same colours, to within rounding to 8 bits.</summary>
    public bool IsRamp => IsRampOf(Red) && IsRampOf(Green) && IsRampOf(Blue);

    private bool IsRampOf(IReadOnlyList<ushort> entries)
    {
        for (var value = 0; value < entries.Count; value++)
            if (Math.Abs(To8(entries[value]) - ((double)To8(entries[^1]) * value / Math.Max(1, entries.Count - 1))) > 1)
                return false;
        return true;
    }

    /// <summary>The high byte of 16 bits, as libtiff and ImageJ take it: writers make 16 bits of 8 as value * 256 or value * 257.</summary>
    private int To8(ushort entry) => Bits == 8 ? entry : entry >> 8;
}
