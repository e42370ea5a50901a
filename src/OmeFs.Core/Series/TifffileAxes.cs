using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>Derives the order of planes from the shape and axes of an array that tifffile wrote. Pure arithmetic.</summary>
internal static class TifffileAxes
{
    private const char Unknown = 'Q';

    /// <summary>
    /// The order of the planes, and a notice if it cannot follow the axes. Axes of length 1 are ignored. An axis other than t, c and z, such as
    /// positions or angles, becomes z if that is free; else all planes are along z.
    /// </summary>
    /// <param name="planes">The number of all planes, in IFDs of this layout.</param>
    public static (PlaneOrder Order, string? Notice) Of(TifffileDescription description, in IfdLayout layout, int planes)
    {
        var alongZ = new PlaneOrder(DimensionOrder.XYZCT, planes, 1, 1);
        var axes = description.Shape.Select((length, i) => (Letter: description.Axes?[i] ?? Unknown, Length: length)).Where(axis => axis.Length > 1).ToList();
        var plane = Plane(layout);
        var count = axes.Count - plane.Count;
        if (count < 0 || !axes.Skip(count).Select(axis => axis.Length).SequenceEqual(plane.Select(axis => axis.Length)))
            return (alongZ, $"the shape ({string.Join(", ", description.Shape)}) that tifffile wrote is not that of the IFDs; planes are shown along z");
        var odd = description.Axes is not null && !axes.Skip(count).Zip(plane).All(pair => pair.Second.Letters.Contains(pair.First.Letter, StringComparison.Ordinal));
        if (odd || (layout.Depth > 1 && axes.Take(count).Any(axis => axis.Letter is 'T' or 'C')) || Letters(axes.Take(count)) is not { } letters)
            return (alongZ, $"the axes {description.Axes ?? "of unknown names"} ({string.Join(", ", description.Shape)}) that tifffile wrote cannot be shown as t, c, z, y, x; "
                + "planes are shown along z, samples as channels");
        if (layout.Depth > 1)
            return (alongZ, null);
        var order = string.Concat(letters.Reverse());
        order += string.Concat("ZCT".Where(letter => !order.Contains(letter, StringComparison.Ordinal)));
        return (new PlaneOrder(Enum.Parse<DimensionOrder>($"XY{order}"), Size('Z'), Size('C'), Size('T')), null);

        int Size(char letter) => letters.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? (int)axes[at].Length : 1;
    }

    /// <summary>The axes of one IFD that are longer than 1, slowest first, each with the letters that it may have.</summary>
    private static List<(long Length, string Letters)> Plane(IfdLayout layout)
    {
        (long Length, string Letters) samples = (layout.SamplesPerPixel, "SC");
        List<(long Length, string Letters)> axes = [(layout.Planar ? samples.Length : 1, samples.Letters), (layout.Depth, "Z"), (layout.Length, "Y"), (layout.Width, "X")];
        if (!layout.Planar)
            axes.Add(samples);
        return [.. axes.Where(axis => axis.Length > 1)];
    }

    /// <summary>T, C or Z for each axis, slowest first; null if two would be the same.</summary>
    private static string? Letters(IEnumerable<(char Letter, long Length)> axes)
    {
        var letters = string.Concat(axes.Select(axis => axis.Letter is 'T' or 'C' or 'Z' ? axis.Letter : Unknown));
        if (letters.Count(letter => letter == Unknown) == 1 && !letters.Contains('Z', StringComparison.Ordinal))
            letters = letters.Replace(Unknown, 'Z');
        return letters.Contains(Unknown, StringComparison.Ordinal) || letters.Distinct().Count() < letters.Length ? null : letters;
    }
}
