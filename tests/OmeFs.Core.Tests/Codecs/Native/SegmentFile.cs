using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Codecs.Native;

/// <summary>A TIFF taken apart into its encoded segments.</summary>
internal sealed class SegmentFile(FileSource source, TiffFile tiff) : IDisposable
{
    public TiffFile Tiff => tiff;

    public static async Task<SegmentFile> OpenAsync(string path)
    {
        var source = FileSource.Open(path);
        try
        {
            return new SegmentFile(source, await TiffFile.OpenAsync(source));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    public void Dispose() => source.Dispose();

    public Task<IfdEntries> EntriesAsync(int ifd) => tiff.EntriesAsync(tiff.Ifds[ifd], new IfdLabel(ifd));

    public async Task<SegmentTags> TagsAsync(int ifd) => await SegmentTags.ReadAsync(tiff, await EntriesAsync(ifd), tiff.Ifds.LayoutOf(ifd).Compression);

    /// <summary>The bytes of a segment as they lie in the file; empty where it has none, or claims more than there is.</summary>
    public async Task<byte[]> EncodedAsync(int ifd, long segment)
    {
        var ranges = new ByteRange[1];
        await new SegmentTable(source, tiff.Header.BigEndian).ReadAsync(tiff.Ifds[ifd], tiff.Ifds.LayoutOf(ifd), segment, ranges, CancellationToken.None);
        var (offset, length) = (ranges[0].Offset, ranges[0].Length);
        if (offset is 0 || offset >= source.Length)
            return [];
        var bytes = new byte[Math.Min(length, source.Length - offset)];
        await source.ReadAtAsync(offset, bytes);
        return bytes;
    }

    /// <summary>All pixels of an IFD: rows of packed samples, one image a sample where the IFD is planar.</summary>
    public async Task<byte[][]> PixelsAsync(int ifd, ISegmentCodec codec, DecodedForm form)
    {
        var layout = tiff.Ifds.LayoutOf(ifd);
        var rowBytes = form.RowBytes(layout.Width);
        var planes = new byte[layout.Planar ? layout.SamplesPerPixel : 1][];
        for (var plane = 0; plane < planes.Length; plane++)
        {
            planes[plane] = new byte[rowBytes * layout.Length];
            for (var down = 0; down < layout.SegmentsDown; down++)
                for (var across = 0; across < layout.SegmentsAcross; across++)
                {
                    var segment = (((long)plane * layout.SegmentsDown) + down) * layout.SegmentsAcross + across;
                    await PutAsync(ifd, codec, form, segment, (across, down), planes[plane]);
                }
        }
        return planes;
    }

    private async Task PutAsync(int ifd, ISegmentCodec codec, DecodedForm form, long segment, (int Across, int Down) at, byte[] plane)
    {
        var layout = tiff.Ifds.LayoutOf(ifd);
        var encoded = await EncodedAsync(ifd, segment);
        if (encoded.Length == 0)
            return;
        var segmentRow = (int)form.RowBytes(layout.SegmentWidth);
        var rows = layout.RowsOfSegment(at.Down);
        var decoded = new byte[segmentRow * rows];
        var count = codec.Decode(encoded, decoded);
        Assert.Equal(decoded.Length, count);
        var (row, start) = ((int)form.RowBytes(layout.Width), at.Across * segmentRow);
        for (var y = 0; y < rows && (at.Down * layout.SegmentLength) + y < layout.Length; y++)
            decoded.AsSpan(y * segmentRow, Math.Min(segmentRow, row - start)).CopyTo(plane.AsSpan((((at.Down * layout.SegmentLength) + y) * row) + start));
    }
}
