using System.Runtime.InteropServices;
using OmeFs.Core.Codecs.Jpeg;
using OmeFs.Core.Codecs.JpegXr;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>The codecs that are not managed code of our own, if what they need is installed.</summary>
public static class NativeCodecs
{
    private static readonly Lazy<string?> Absence = new(() => WhyNot(Binding.CodecsVersion));

    private static readonly Lazy<string> Names = new(ReadNames);

    public static bool IsAvailable => Absence.Value is null;

    /// <summary>"libtiff 4.5.0, OpenJPEG 2.5.0, libjxl 0.7.0"; without the library, why there is none.</summary>
    public static string Libraries => Absence.Value ?? Names.Value;

    /// <summary>Whether these codecs are for such segments at all, installed or not.</summary>
    public static bool CanDecode(Compression compression) => NativeForms.Kind(compression) != NativeKind.None;

    /// <summary>The codec for segments of one layout; safe from many threads.</summary>
    /// <param name="bigEndian">The file's byte order.</param>
    /// <param name="tags">The IFD's values of <see cref="SegmentTags.Wanted"/>.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: no library, no such codec in it, or no such pixels in the codec.</exception>
    public static NativeSegmentCodec For(in IfdLayout layout, bool bigEndian, SegmentTags tags)
    {
        var kind = NativeForms.Kind(layout.Compression);
        if (kind == NativeKind.None)
            throw new OmeFsException(FaultKind.Unsupported, $"neither libtiff nor OpenJPEG decodes {layout.Compression.Title()} segments here");
        if (kind != NativeKind.JpegXr && !(kind == NativeKind.Jpeg && layout.BitsPerSample != 8))
            Require(layout.Compression, Absence.Value);
        return kind switch
        {
            NativeKind.Jpeg => new JpegCodec(layout, bigEndian, tags),
            NativeKind.JpegXl => new JpegXlCodec(layout),
            NativeKind.JpegXr => new JpegXrCodec(layout),
            NativeKind.Jpeg2000 => new Jpeg2000Codec(layout),
            NativeKind.OldJpeg => new OldJpegCodec(layout, bigEndian, tags),
            _ => new LibTiffSegmentCodec(layout, bigEndian, tags),
        };
    }

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/> where <paramref name="absence"/> is a reason.</exception>
    internal static void Require(Compression compression, string? absence)
    {
        if (absence is not null)
            throw new OmeFsException(FaultKind.Unsupported, $"{compression.Title()} segments need libomefs_codecs, which install.sh builds: {absence}");
    }

    /// <summary>Null where the library is there and speaks this binding's version.</summary>
    internal static string? WhyNot(Func<int> version)
    {
        try
        {
            var found = version();
            return found == Binding.Version ? null : $"version {Binding.Version} expected, found {found}";
        }
        catch (Exception cause) when (cause is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            // The runtime's message lists every path it tried, a line each; the last line of dlopen's own is enough for a person.
            return cause is DllNotFoundException ? "it was not found, or a library it needs was not" : "what was found is another library";
        }
    }

    private static unsafe string ReadNames() =>
        string.Join(", ", ((string?[])[Marshal.PtrToStringUTF8((nint)Binding.CodecsLibraries()), JpegXlCodec.LibraryName]).OfType<string>());
}
