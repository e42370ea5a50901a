using OmeFs.Core.BinData;
using OmeFs.Core.Codecs;
using OmeFs.Core.Ome;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>Decides how the BinData of an Image are shown: as Assembled bands of rows, because Zarr clients cannot read base64.</summary>
internal static class BinDataPlanner
{
    /// <param name="series">One that <see cref="OmeXmlSeries"/> made of <paramref name="file"/>.</param>
    /// <param name="notices">Receives notices about incomplete planes.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/> for planes that can only be decoded whole and are too large for that.</exception>
    public static LevelPlan Plan(OmeXmlFile file, ImageSeries series, SegmentCache cache, List<string> notices)
    {
        var pixels = file.Document.Images[series.OmeImage].Pixels;
        var (planes, type, shape) = (file.PlanesOf(series.OmeImage), OmeXmlSeries.TypeOf(pixels.Type), series.Shape);
        var plane = new PlaneLayout(shape.X, shape.Y, type, pixels.Type == PixelType.Bit, pixels.BigEndian ?? false);
        var compressions = planes.Elements.Select(element => element.Compression).Distinct().Order().ToList();
        if ((plane.IsOneBit || compressions.Any(compression => compression != BinDataCompression.None)) && plane.Bytes > TiffLimits.MaxSegmentBytes)
            throw new OmeFsException(
                FaultKind.Unsupported,
                $"{file.Source.Name}: Image {series.OmeImage} has planes of {plane.Bytes} bytes that are compressed; up to {TiffLimits.MaxSegmentBytes} can be decoded");
        NoticeShort(planes, plane, series.OmeImage, notices);
        var rows = (int)Math.Clamp(ChunkRules.BandBytes / plane.RowBytes, 1, shape.Y);
        var chunk = new ArrayShape(1, 1, 1, rows, shape.X);
        var words = string.Join(" and ", compressions.Select(Word));
        var provenance = new Provenance(
            $"BinData, one a plane, base64, {words}",
            [new OriginShare(ChunkOrigin.Assembled, shape.GridOf(chunk).Volume, $"{words} in base64, {rows} rows a chunk")],
            plane.IsOneBit || compressions.Any(compression => compression != BinDataCompression.None) ? plane.Bytes : 0);
        var metadata = new ArrayMetadata(shape.Lengths(), new ChunkGrid(chunk.Lengths()), type) { Fill = FillValue.Zero(type) };
        return new LevelPlan(new VirtualArray(metadata, new BinDataChunks(planes, new BinDataDecoder(file.Source, plane, cache), plane, rows), provenance));
    }

    private static void NoticeShort(BinDataPlanes planes, PlaneLayout plane, int image, List<string> notices)
    {
        var wrong = plane.IsOneBit ? 0 : planes.Elements.Count(element =>
            element is { Compression: BinDataCompression.None, Text.Characters: > 0 } && element.Text.DecodedBytes != plane.Bytes);
        if (wrong > 0)
            notices.Add($"Image {image}: {wrong} BinData do not decode to the {plane.Bytes} bytes of a plane; missing bytes cannot be read, surplus bytes are not shown");
    }

    private static string Word(BinDataCompression compression) => compression switch
    {
        BinDataCompression.None => "uncompressed",
        BinDataCompression.Zlib => "zlib",
        BinDataCompression.Bzip2 => "bzip2",
    };
}
