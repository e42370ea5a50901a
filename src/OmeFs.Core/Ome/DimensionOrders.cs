namespace OmeFs.Core.Ome;

/// <summary>Parses the DimensionOrder of a document.</summary>
internal static class DimensionOrders
{
    /// <summary>
    /// The order of the letters z, c and t in a text, in any case; other characters are ignored. Missing letters vary slowest, in the order c, z, t.
    /// A text that ends with y before x names the slowest axis first ("TCZYX").
    /// </summary>
    /// <param name="isExact">Whether the text is one of the six in the schema.</param>
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
