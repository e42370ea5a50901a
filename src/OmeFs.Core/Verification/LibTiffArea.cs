using OmeFs.Core.Arrays;
using OmeFs.Core.Codecs.Native;

namespace OmeFs.Core.Verification;

/// <summary>Gathers the pixels of an area from the segments of one IFD as libtiff decodes them.</summary>
/// <param name="sample">The sample of a pixel that is the area's first channel.</param>
internal sealed class LibTiffArea(LibTiffFile file, long offset, LibTiffIfd ifd, PlaneArea area, int sample, VirtualArray array)
{
    private readonly int _width = (int)Math.Min(ifd.SegmentWidth, int.MaxValue);
    private readonly int _length = (int)Math.Min(ifd.SegmentLength, int.MaxValue);

    private bool IsPlanar => ifd.SamplesPerSegment == 1;

    /// <param name="samples">Along c, y, x; not changed if the file has none of the segments.</param>
    public Opinion Read(Span<byte> samples)
    {
        var found = false;
        for (var c = 0; c < (IsPlanar ? area.Channels : 1); c++)
            for (var down = area.Y / _length; down <= (area.Y + area.Rows - 1) / _length; down++)
                for (var across = area.X / _width; across <= (area.X + area.Columns - 1) / _width; across++)
                {
                    if (file.Segment(offset, ifd, across * _width, down * _length, sample + c, out var failure) is not { } segment)
                        return failure;
                    if (segment.IsEmpty)
                        continue;
                    if (!found)
                        LittleEndian.Fill(samples, array);
                    found = true;
                    var rows = segment.Length / (int)ifd.RowBytes;
                    if (rows < Math.Min(_length, ifd.Length - ((long)down * _length)))
                        return new Opinion(OpinionKind.CannotJudge, $"libtiff: only {rows} rows of a segment are decoded");
                    for (var i = 0; i < (IsPlanar ? 1 : area.Channels); i++)
                        Take(segment.Span, down, across, c + i, samples);
                }
        return new Opinion(found ? OpinionKind.Pixels : OpinionKind.Nothing);
    }

    private void Take(ReadOnlySpan<byte> segment, int down, int across, int channel, Span<byte> samples)
    {
        var (top, left) = (down * _length, across * _width);
        var (first, end) = (Math.Max(area.Y, top), Math.Min(area.Y + area.Rows, (long)top + _length));
        var (from, to) = (Math.Max(area.X, left), Math.Min(area.X + area.Columns, (long)left + _width));
        var packed = new PackedSamples((int)ifd.BitsPerSample, (int)ifd.SamplesPerSegment, array.Type);
        var inRow = ((from - left) * (int)ifd.SamplesPerSegment) + (IsPlanar ? 0 : (sample + channel) % (int)ifd.SamplesPerSegment);
        for (var y = first; y < end; y++)
        {
            var row = segment.Slice((y - top) * (int)ifd.RowBytes, (int)ifd.RowBytes);
            var at = ((((long)channel * area.Rows) + (y - area.Y)) * area.Columns) + (from - area.X);
            packed.Take(row, inRow, samples.Slice((int)at * array.Type.Size, (int)(to - from) * array.Type.Size));
        }
    }
}
