using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Managed;

/// <summary>The codecs that replace the native library if it is not installed. Their pixels are the same.</summary>
internal static class ManagedCodecs
{
    /// <summary>Null for compressions that only the native library decodes.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: the codec does not support such pixels.</exception>
    public static LayoutCodec? For(in IfdLayout layout, bool bigEndian, SegmentTags tags) => layout.Compression switch
    {
        Compression.CcittRle or Compression.CcittRleW or Compression.CcittFax3 or Compression.CcittFax4 => new FaxCodec(layout, bigEndian, tags),
        Compression.Zstd => new ZstdCodec(layout),
        _ => null,
    };
}
