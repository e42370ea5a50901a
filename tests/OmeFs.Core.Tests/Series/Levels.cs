using OmeFs.Core.Series;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Series;

/// <summary>What tests ask of a level in a few words.</summary>
internal static class Levels
{
    /// <summary>The place of a plane's IFD in its file's main chain, or of its SubIFD in the table of these; -1 where it has none.</summary>
    public static int RowOf(this SeriesLevel level, int z, int channel, int t) =>
        level.TryFind(z, channel, t, out var ifd) ? Math.Max(RowIn(ifd.File.Ifds, ifd.Record), RowIn(ifd.File.SubIfds, ifd.Record)) : -1;

    public static int WidthOf(this SeriesLevel level) => level.TryFind(0, 0, 0, out var ifd) ? ifd.Layout.Width : -1;

    private static int RowIn(IfdTable table, IfdRecord ifd) =>
        Enumerable.Range(0, table.Count).FirstOrDefault(row => table[row].Offset == ifd.Offset, -1);
}
