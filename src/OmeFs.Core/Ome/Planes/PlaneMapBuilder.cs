namespace OmeFs.Core.Ome.Planes;

/// <summary>Builds a <see cref="PlaneMap"/> from the TiffData elements of an image.</summary>
internal static class PlaneMapBuilder
{
    /// <summary>
    /// Maps the planes of one image. Without any TiffData, planes in DimensionOrder are in the IFDs from <paramref name="firstIfd"/> on.
    /// </summary>
    /// <remarks>
    /// Spec: OME-TIFF specification, "The TiffData element": IFD and First* default to 0. PlaneCount defaults to 1 if IFD is given, else to all IFDs.
    /// An element with neither goes on until a plane that another element names, as in Bio-Formats. First* values that count from 1 are recognised
    /// as in Bio-Formats: one is as large as the size, and none is 0. An element outside the image is ignored; PlaneCount 0 names no plane.
    /// </remarks>
    /// <param name="pixels">The image.</param>
    /// <param name="files">The files with its planes.</param>
    /// <param name="samplesPerPixel">SamplesPerPixel of the image's first IFD, which wins over the OME-XML.</param>
    /// <param name="firstIfd">The IFD of an element that gives none; 0 by the specification.</param>
    public static PlaneMap Create(Pixels pixels, IPlaneFiles files, int samplesPerPixel, int firstIfd)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samplesPerPixel, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(firstIfd);
        var order = new PlaneOrder(pixels.DimensionOrder, pixels.SizeZ, ChannelSplit.GroupCount(pixels, samplesPerPixel), pixels.SizeT);
        var tiffData = pixels.TiffData;
        var own = files.IndexOf(default);
        var named = tiffData.Files.Select(files.IndexOf).ToArray();
        var bases = OneBased.Of(tiffData, order);
        var runs = new PlaneRuns(order.PlaneCount);
        var ignored = 0;
        if (tiffData.Count == 0)
            Add(0, 1, own, firstIfd, open: true);
        for (var index = 0; index < tiffData.Count; index++)
        {
            var element = tiffData[index];
            var (z, c, t) = (element.FirstZ - bases.Z, element.FirstC - bases.C, element.FirstT - bases.T);
            var file = tiffData.FileIndexOf(index) is >= 0 and var name ? named[name] : own;
            if (!order.Contains(z, c, t))
                ignored++;
            else if (element.PlaneCount != 0)
                Add(order.OrdinalOf(z, c, t), element.PlaneCount ?? 1, file, element.Ifd ?? firstIfd, open: element is { PlaneCount: null, Ifd: null });
        }
        return new PlaneMap(order, runs.Resolve(), files, samplesPerPixel) { IgnoredTiffData = ignored };

        void Add(long first, long count, int file, int ifd, bool open) =>
            runs.Add(first, count, file < 0 ? PlaneRun.NoFile : file, file < 0 ? 0 : ifd, open);
    }

    /// <summary>Maps the planes of every image of a document.</summary>
    /// <remarks>
    /// If no TiffData of several images gives an IFD, all images would begin at IFD 0 by the specification. If each image is in a single file and
    /// the files have enough IFDs, each begins behind the previous image in the same file instead.
    /// </remarks>
    public static IReadOnlyList<PlaneMap> CreateAll(OmeDocument document, IPlaneFiles files)
    {
        var consecutive = document.Images.Count > 1 && document.Images.All(image =>
            image.Pixels.TiffData.All(element => element.Ifd is null) && image.Pixels.TiffData.NamesOneFile);
        var next = new Dictionary<int, long>();
        var maps = Map(consecutive);
        return consecutive && next.Any(end => end.Key >= 0 && end.Value > files.IfdCount(end.Key) && !files.IsCutShort(end.Key)) ? Map(false) : maps;

        PlaneMap[] Map(bool oneAfterAnother)
        {
            var result = new PlaneMap[document.Images.Count];
            for (var index = 0; index < result.Length; index++)
            {
                var pixels = document.Images[index].Pixels;
                var file = files.IndexOf(pixels.TiffData.FirstFile);
                var start = oneAfterAnother ? (int)Math.Min(next.GetValueOrDefault(file), file < 0 ? 0 : files.IfdCount(file)) : 0;
                result[index] = Create(pixels, files, SamplesPerPixel(pixels.TiffData, files, start), start);
                next[file] = next.GetValueOrDefault(file) + result[index].Order.PlaneCount;
            }
            return result;
        }
    }

    /// <summary>SamplesPerPixel of the first existing IFD that an image names; 1 if there is none.</summary>
    private static int SamplesPerPixel(TiffDataList tiffData, IPlaneFiles files, int firstIfd)
    {
        foreach (var element in tiffData.Count > 0 ? tiffData : [default(TiffData)])
        {
            var place = new IfdPlace(files.IndexOf(new TiffDataFile(element.Uuid, element.FileName)), element.Ifd ?? firstIfd);
            if (place.File >= 0)
                return place.Ifd < files.IfdCount(place.File) ? files.SamplesPerPixel(place) : 1;
        }
        return 1;
    }

    /// <summary>What to subtract from each First*: 1 for an axis that is counted from 1.</summary>
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
