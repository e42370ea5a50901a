using System.Text.Json.Nodes;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Indexing.Export;

/// <summary>The codec names of Python's clients for TIFF compressions. *Spec:* the names that tifffile's write_fsspec writes, of 2023.9.18 and later.</summary>
internal static class ClientCodecNames
{
    /// <summary>
    /// The id of the codec, "" for no compression, or null if there is no codec. For zstd it is not numcodecs' own codec, which needs the length in
    /// the stream's header; libtiff does not write it.
    /// </summary>
    public static string? For(Compression compression) => compression switch
    {
        Compression.None => "",
        Compression.AdobeDeflate or Compression.Deflate => "zlib",
        Compression.Lzma => "lzma",
        Compression.Zstd => "imagecodecs_zstd",
        Compression.Lzw => "imagecodecs_lzw",
        Compression.PackBits => "imagecodecs_packbits",
        Compression.Jpeg => "imagecodecs_jpeg",
        Compression.Jpeg2000 or Compression.Jpeg2000Aperio33003 or Compression.Jpeg2000Aperio33004 or Compression.Jpeg2000Aperio33005 => "imagecodecs_jpeg2k",
        Compression.Lerc => "imagecodecs_lerc",
        Compression.Png => "imagecodecs_png",
        Compression.WebP => "imagecodecs_webp",
        _ => null,
    };

    /// <summary>Whether the codec returns pixels in the byte order of the client's machine; else it returns the bytes that were compressed.</summary>
    public static bool GivesPixels(Compression compression) => For(compression) is
        "imagecodecs_jpeg" or "imagecodecs_jpeg2k" or "imagecodecs_lerc" or "imagecodecs_png" or "imagecodecs_webp";

    /// <summary>The filter that undoes a predictor; null if there is none. Codecs that decode to pixels ignore the predictor.</summary>
    /// <param name="type">In the file's byte order: predictor 2 works in it, and predictor 3 removes it.</param>
    public static IReadOnlyList<CodecSpec> Filters(in IfdLayout layout, DataType type) => layout.Predictor == Predictor.None || GivesPixels(layout.Compression) ? [] :
    [
        new(layout.Predictor == Predictor.Horizontal ? "imagecodecs_delta" : "imagecodecs_floatpred", new JsonObject
        {
            ["axis"] = layout.SamplesPerSegment > 1 ? -2 : -1,
            ["dist"] = 1,
            ["shape"] = layout.SamplesPerSegment > 1
                ? new JsonArray(1, 1, 1, layout.SegmentLength, layout.SegmentWidth, layout.SamplesPerSegment)
                : new JsonArray(1, 1, 1, layout.SegmentLength, layout.SegmentWidth),
            ["dtype"] = type.ToString(),
        }),
    ];
}
