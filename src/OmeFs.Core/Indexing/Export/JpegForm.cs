using System.Text.Json.Nodes;
using OmeFs.Core.Arrays;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Indexing.Export;

/// <summary>The properties of an IFD's segments that a JPEG decoder without TIFF support needs.</summary>
/// <param name="Tables">JPEGTables in base64, or null.</param>
/// <param name="Extra">The IFD has ExtraSamples.</param>
/// <param name="Jfif">Its first segment is marked as JFIF: RGB in it is then stored as YCbCr.</param>
internal sealed record JpegForm(string? Tables, Photometric Photometric, bool Extra, bool Jfif)
{
    /// <summary>libjpeg's J_COLOR_SPACE.</summary>
    private const int JpegGray = 1, JpegRgb = 2, JpegCmyk = 4;

    /// <summary>Whether the decoder has a name for the colours.</summary>
    public bool HasColors(bool planar) => planar || Extra || Photometric is <= Photometric.Palette or Photometric.Separated or Photometric.YCbCr;

    public static async Task<JpegForm> ReadAsync(PlaneIfd ifd, IfdLabel label, CancellationToken cancellation)
    {
        var entries = await ifd.File.EntriesAsync(ifd.Record, label, cancellation);
        var tags = await SegmentTags.ReadAsync(ifd.File, entries, Compression.Jpeg, cancellation);
        var photometric = ifd.Layout.Photometric;
        return new JpegForm(
            tags[TiffTag.JpegTables] is { } tables ? Convert.ToBase64String(tables.Bytes.Span) : null,
            photometric,
            entries[TiffTag.ExtraSamples] is { Count: > 0 },
            photometric == Photometric.Rgb && await IsJfifAsync(ifd, cancellation));
    }

    public CodecSpec Codec(string id, in IfdLayout layout) => new(id, new JsonObject
    {
        ["tables"] = Tables,
        ["header"] = null,
        ["bitspersample"] = layout.BitsPerSample,
        ["colorspace_jpeg"] = !Extra && Photometric == Photometric.Rgb && !Jfif ? JpegRgb : null,
        ["colorspace_data"] = layout.Planar ? JpegGray : Extra ? null : Photometric switch
        {
            Photometric.Rgb or Photometric.YCbCr => JpegRgb,
            Photometric.Separated => JpegCmyk,
            _ => null,
        },
    });

    /// <summary>*Spec:* JFIF 1.02, "JFIF file syntax": APP0 comes right after SOI.</summary>
    private static async Task<bool> IsJfifAsync(PlaneIfd ifd, CancellationToken cancellation)
    {
        const int at = 6, least = 11;
        var range = await new SegmentPlace(ifd, ifd.Layout, 0).RangeAsync(cancellation);
        if (range.IsMissing || range.IsFaulty || range.Length < least || range.Offset > ifd.File.Source.Length - least)
            return false;
        var word = new byte[4];
        await ifd.File.Source.ReadAtAsync(range.Offset + at, word, cancellation);
        return word.AsSpan().SequenceEqual("JFIF"u8);
    }
}
