namespace OmeFs.Core.Ome;

/// <summary>Reads what documents give as DimensionOrder.</summary>
internal static class DimensionOrders
{
    /// <summary>
    /// The order that a text means: its z, c and t in any case, whatever else is in it. Letters that are missing run slowest, and are taken in
    /// the order c, z, t. A text in which y comes before x, behind all others, names the slowest axis first ("TCZYX").
    /// </summary>
    /// <param name="isExact">Whether the text is one of the schema's six.</param>
    public static DimensionOrder Parse(string? text, out bool isExact)
    {
        isExact = Enum.GetNames<DimensionOrder>().Contains(text);
        if (isExact)
            return Enum.Parse<DimensionOrder>(text!);
        var letters = (text ?? "").ToUpperInvariant();
        List<char> planes = [.. letters.Where(letter => letter is 'Z' or 'C' or 'T').Distinct()];
        var (x, y) = (letters.LastIndexOf('X'), letters.LastIndexOf('Y'));
        if (planes.Count > 0 && y >= 0 && y < x && planes.TrueForAll(letter => letters.LastIndexOf(letter) < y))
            planes.Reverse();
        planes.AddRange("CZT".Where(letter => !planes.Contains(letter)));
        return Enum.Parse<DimensionOrder>("XY" + string.Concat(planes));
    }
}
