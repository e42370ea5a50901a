namespace OmeFs.Core.Series;

/// <summary>The colour of every value that a sample can have: a TIFF's ColorMap, an ImageJ LUT. Immutable.</summary>
/// <param name="Bits">Of every entry: 16 of a ColorMap, 8 of a LUT and of a ColorMap without any entry of 256 or more.</param>
/// <param name="Red">One entry a value, as many as <paramref name="Green"/> and <paramref name="Blue"/>; at least one.</param>
public sealed record ColorTable(int Bits, IReadOnlyList<ushort> Red, IReadOnlyList<ushort> Green, IReadOnlyList<ushort> Blue)
{
    private const int Bytes = 255;

    /// <summary>Six hexadecimal digits of the colour of the highest value.</summary>
    public string Last => $"{(byte)To8(Red[^1]):X2}{(byte)To8(Green[^1]):X2}{(byte)To8(Blue[^1]):X2}";

    /// <summary>Whether a viewer that knows <see cref="Last"/> alone shows the same colours, to within rounding to 8 bits.</summary>
    public bool IsRamp => IsRampOf(Red) && IsRampOf(Green) && IsRampOf(Blue);

    private bool IsRampOf(IReadOnlyList<ushort> entries)
    {
        for (var value = 0; value < entries.Count; value++)
            if (Math.Abs(To8(entries[value]) - (To8(entries[^1]) * value / Math.Max(1, entries.Count - 1))) > 1)
                return false;
        return true;
    }

    private double To8(ushort entry) => Bits == 8 ? entry : Math.Round(entry * (double)Bytes / ushort.MaxValue);
}
