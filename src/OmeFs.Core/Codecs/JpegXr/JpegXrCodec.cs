using System.Collections.Concurrent;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.JpegXr;

/// <summary>
/// JPEG XR files, decoded by the program omefs-jxr, because its library may crash on damaged data. Safe from many threads; each uses its own process.
/// </summary>
internal sealed class JpegXrCodec : LayoutCodec
{
    private static readonly ConcurrentBag<JpegXrProgram> Idle = [];

    private readonly ImageSegments _segments;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: there is no omefs-jxr, or JPEG XR does not have such samples.</exception>
    public JpegXrCodec(in IfdLayout layout)
    {
        if (!JpegXrProgram.IsInstalled)
            throw new OmeFsException(
                FaultKind.Unsupported, "JPEG XR: omefs was built without jxrlib. Install its development package (Debian: libjxr-dev) and run install.sh again");
        _segments = new ImageSegments(layout, layout.Format == SampleFormat.Float ? layout.BitsPerSample is 16 or 32 : layout.BitsPerSample is 8 or 16);
    }

    public override DecodedForm Form => _segments.Form;

    public override int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        var segment = _segments.Of(encoded, decoded);
        var program = Idle.TryTake(out var idle) ? idle : new JpegXrProgram();
        try
        {
            var count = program.Decode(segment, encoded.Span, decoded, out var fault);
            Return(program);
            return count >= 0 ? count : throw _segments.Corrupt(fault);
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            program.Dispose();
            throw _segments.Corrupt("the data are damaged: jxrlib ended while it decoded them");
        }
    }

    /// <summary>As many processes are kept as can decode at the same time.</summary>
    private static void Return(JpegXrProgram program)
    {
        if (Idle.Count < Environment.ProcessorCount)
            Idle.Add(program);
        else
            program.Dispose();
    }
}
