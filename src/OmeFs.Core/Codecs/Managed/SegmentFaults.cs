using System.Globalization;
using BitMiracle.LibTiff.Classic;

namespace OmeFs.Core.Codecs.Managed;

/// <summary>Stores the first error or warning of each segment in the segment. Writes to no stream. Safe from many threads.</summary>
internal sealed class SegmentFaults : TiffErrorHandler
{
    public override void ErrorHandler(BitMiracle.LibTiff.Classic.Tiff tif, string method, string format, params object[] args)
    {
    }

    public override void ErrorHandlerExt(BitMiracle.LibTiff.Classic.Tiff tif, object clientData, string method, string format, params object[] args) =>
        Keep(clientData, method, format, args);

    public override void WarningHandler(BitMiracle.LibTiff.Classic.Tiff tif, string method, string format, params object[] args)
    {
    }

    public override void WarningHandlerExt(BitMiracle.LibTiff.Classic.Tiff tif, object clientData, string method, string format, params object[] args) =>
        Keep(clientData, method, format, args);

    private static void Keep(object clientData, string method, string format, object[] args)
    {
        if (clientData is SegmentBytes { Fault: null } segment)
            segment.Fault = $"{method}: {string.Format(CultureInfo.InvariantCulture, format, args)}";
    }
}
