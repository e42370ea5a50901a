namespace OmeFs.Core.Ome;

/// <summary>Turns the TiffData elements of an image into a <see cref="PlaneMap"/>.</summary>
internal static class PlaneMapBuilder
{
    /// <summary>
    /// The planes of one image. Without any TiffData all IFDs from <paramref name="firstIfd"/> on are taken in DimensionOrder.
    /// </summary>
    /// <remarks>
    /// Spec: OME-TIFF specification, "The TiffData element": IFD and First* default to 0, PlaneCount to 1 where IFD is given and to all
    /// IFDs otherwise. An element without either goes on until a plane that another element names, as Bio-Formats reads it. First* that
    /// count from 1 are recognised as Bio-Formats does: a value as large as the size, and no 0 anywhere. An element outside of the image is
    /// passed over; PlaneCount 0 names no plane.
    /// </remarks>
    /// <param name="pixels">The image.</param>
    /// <param name="ifdCount">IFDs in the file's main chain; planes beyond it are in no IFD.</param>
    /// <param name="samplesPerPixel">As the TIFF's own tag of the image's first IFD has it, which wins over OME-XML.</param>
    /// <param name="self">Which file this is.</param>
    /// <param name="firstIfd">The IFD meant by an element that gives none; 0 by the specification.</param>
    public static PlaneMap Create(Pixels pixels, int ifdCount, int samplesPerPixel, SelfName self, int firstIfd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ifdCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(samplesPerPixel, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(firstIfd);
        var order = new PlaneOrder(pixels.DimensionOrder, pixels.SizeZ, ChannelSplit.GroupCount(pixels, samplesPerPixel), pixels.SizeT);
        var tiffData = pixels.TiffData;
        var isSelf = new bool[tiffData.Files.Count];
        for (var file = 0; file < isSelf.Length; file++)
            isSelf[file] = self.IsNamedBy(tiffData.Files[file]);
        var bases = OneBased.Of(tiffData, order);
        var runs = new PlaneRuns(order.PlaneCount);
        var ignored = 0;
        if (tiffData.Count == 0)
            runs.Add(0, 1, firstIfd, open: true);
        for (var index = 0; index < tiffData.Count; index++)
        {
            var element = tiffData[index];
            var (z, c, t) = (element.FirstZ - bases.Z, element.FirstC - bases.C, element.FirstT - bases.T);
            var file = tiffData.FileIndexOf(index);
            var ifd = file < 0 || isSelf[file] ? element.Ifd ?? firstIfd : PlaneRun.Elsewhere;
            if (!order.Contains(z, c, t))
                ignored++;
            else if (element.PlaneCount != 0)
                runs.Add(order.OrdinalOf(z, c, t), element.PlaneCount ?? 1, ifd, open: element is { PlaneCount: null, Ifd: null });
        }
        var others = tiffData.Files.Where((_, file) => !isSelf[file]).Select(file => file.ToString());
        return new PlaneMap(order, runs.Resolve(), ifdCount, samplesPerPixel)
        {
            OtherFiles = [.. others.Distinct()],
            IgnoredTiffData = ignored,
        };
    }

    /// <summary>The planes of every image of a document that was found in one file.</summary>
    /// <remarks>
    /// Two things are seen only from the whole document. Several images of which no TiffData gives an IFD would all begin at IFD 0 by the
    /// specification; where the file has IFDs for all of them, each begins where the one before it ends. And a document without a UUID of
    /// its own whose every TiffData names one and the same file means this file: it was renamed.
    /// </remarks>
    /// <param name="document">The document.</param>
    /// <param name="ifdCount">IFDs in the file's main chain.</param>
    /// <param name="samplesPerPixelOf">SamplesPerPixel of an IFD in the main chain, by its place from 0; asked only for IFDs that exist.</param>
    /// <param name="selfFileName">The name of the file.</param>
    public static IReadOnlyList<PlaneMap> CreateAll(
        OmeDocument document, int ifdCount, Func<int, int> samplesPerPixelOf, string selfFileName)
    {
        var self = new SelfName(document.Uuid, SoleFileName(document) ?? selfFileName);
        var consecutive = document.Images.Count > 1 && document.Images.All(image => image.Pixels.TiffData.All(element => element.Ifd is null));
        var maps = Map(consecutive);
        return consecutive && maps.Sum(map => map.Order.PlaneCount) > ifdCount ? Map(false) : maps;

        PlaneMap[] Map(bool oneAfterAnother)
        {
            var result = new PlaneMap[document.Images.Count];
            var next = 0L;
            for (var index = 0; index < result.Length; index++)
            {
                var pixels = document.Images[index].Pixels;
                var start = oneAfterAnother ? (int)Math.Min(next, ifdCount) : 0;
                var first = pixels.TiffData.Count > 0 ? pixels.TiffData[0].Ifd ?? start : start;
                result[index] = Create(pixels, ifdCount, first < ifdCount ? samplesPerPixelOf(first) : 1, self, start);
                next += result[index].Order.PlaneCount;
            }
            return result;
        }
    }

    private static string? SoleFileName(OmeDocument document)
    {
        if (document.Uuid is not null)
            return null;
        var files = document.Images.SelectMany(image => image.Pixels.TiffData.Files).Distinct().Take(2).ToArray();
        var allNamed = document.Images.All(image => image.Pixels.TiffData is var list && Enumerable.Range(0, list.Count).All(at => list.FileIndexOf(at) >= 0));
        return files is [{ FileName: { } name }] && allNamed ? name : null;
    }

    /// <summary>What to take off each First*: 1 for an axis which is counted from 1.</summary>
    private readonly record struct OneBased(int Z, int C, int T)
    {
        public static OneBased Of(TiffDataList elements, PlaneOrder order)
        {
            bool zeroZ = false, zeroC = false, zeroT = false, pastZ = false, pastC = false, pastT = false;
            foreach (var element in elements)
            {
                (zeroZ, pastZ) = (zeroZ || element.FirstZ == 0, pastZ || element.FirstZ >= order.SizeZ);
                (zeroC, pastC) = (zeroC || element.FirstC == 0, pastC || element.FirstC >= order.Channels);
                (zeroT, pastT) = (zeroT || element.FirstT == 0, pastT || element.FirstT >= order.SizeT);
            }
            return new OneBased(pastZ && !zeroZ ? 1 : 0, pastC && !zeroC ? 1 : 0, pastT && !zeroT ? 1 : 0);
        }
    }
}
