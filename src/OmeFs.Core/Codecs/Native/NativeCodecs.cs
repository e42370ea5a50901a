using System.Runtime.InteropServices;
using OmeFs.Core.Codecs.Jpeg;
using OmeFs.Core.Codecs.JpegXr;
using OmeFs.Core.Codecs.Managed;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>The codecs that use libraries, if these are installed.</summary>
public static class NativeCodecs
{
    private static readonly Lazy<string?> Absence = new(() => WhyNot(Binding.CodecsVersion));

    private static readonly Lazy<string> Names = new(ReadNames);

    public static bool IsAvailable => Absence.Value is null;

    /// <summary>"libtiff 4.5.0, OpenJPEG 2.5.0, libjxl 0.7.0"; without the library, why it is missing.</summary>
    public static string Libraries => Absence.Value ?? Names.Value;

    /// <summary>Whether one of these codecs is for such segments, installed or not.</summary>
    internal static bool CanDecode(Compression compression) => NativeForms.Kind(compression) != NativeKind.None;

    /// <summary>The codec for segments of one layout; safe from many threads.</summary>
    /// <param name="bigEndian">The file's byte order.</param>
    /// <param name="tags">The IFD's values of <see cref="SegmentTags.Wanted"/>.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: there is no library, it does not have the codec, or the codec does not have such pixels.</exception>
    internal static LayoutCodec For(in IfdLayout layout, bool bigEndian, SegmentTags tags) => For(layout, bigEndian, tags, Absence.Value);

    /// <param name="absence">Why the library is not used; null if it is.</param>
    internal static LayoutCodec For(in IfdLayout layout, bool bigEndian, SegmentTags tags, string? absence) => NativeForms.Kind(layout.Compression) switch
    {
        NativeKind.None => throw new OmeFsException(FaultKind.Unsupported, $"neither libtiff nor OpenJPEG decodes {layout.Compression.Title()} segments here"),
        NativeKind.Jpeg => new JpegCodec(layout, tags, layout.BitsPerSample == 8 ? EightBitJpeg(layout, bigEndian, tags, absence) : null),
        NativeKind.OldJpeg =>
            new OldJpegCodec(layout, tags, EightBitJpeg(layout with { Compression = Compression.Jpeg }, bigEndian, SegmentTags.None, absence)),
        NativeKind.JpegXr => new JpegXrCodec(layout),
        _ when absence is not null => ManagedCodecs.For(layout, bigEndian, tags) ?? throw Missing(layout.Compression, absence),
        NativeKind.JpegXl => new JpegXlCodec(layout),
        NativeKind.Jpeg2000 => new Jpeg2000Codec(layout),
        _ => new LibTiffSegmentCodec(layout, bigEndian, tags),
    };

    internal static OmeFsException Missing(Compression compression, string absence) =>
        new(FaultKind.Unsupported, $"{compression.Title()} segments need libomefs_codecs, which install.sh builds: {absence}");

    private static LayoutCodec EightBitJpeg(in IfdLayout layout, bool bigEndian, SegmentTags tags, string? absence) =>
        absence is null ? new LibTiffSegmentCodec(layout, bigEndian, tags) : new DctJpegCodec(layout, bigEndian, tags);

    /// <summary>Null if the library is installed and has this binding's version.</summary>
    internal static string? WhyNot(Func<int> version)
    {
        try
        {
            var found = version();
            return found == Binding.Version ? null : $"version {Binding.Version} expected, found {found}";
        }
        catch (Exception cause) when (cause is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            // The runtime's message lists every path that it tried, one per line. For a user, a short sentence is enough.
            return cause is DllNotFoundException ? "it was not found, or a library it needs was not" : "what was found is another library";
        }
    }

    private static unsafe string ReadNames() =>
        string.Join(", ", ((string?[])[Marshal.PtrToStringUTF8((nint)Binding.CodecsLibraries()), JpegXlCodec.LibraryName]).OfType<string>());
}
