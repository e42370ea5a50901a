using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Codecs.Managed;

/// <summary>A segment of some file, and what a codec needs to decode it.</summary>
/// <param name="Rows">Of the segment: a last strip has fewer than its layout says.</param>
internal sealed record SegmentCase(string Name, IfdLayout Layout, bool BigEndian, SegmentTags Tags, int Rows, byte[] Encoded)
{
    /// <summary>The pixels, or why there are none.</summary>
    /// <param name="absence">Why the native library is left out; null to use it.</param>
    public (byte[]? Pixels, string Fault) Decode(string? absence)
    {
        try
        {
            var codec = NativeCodecs.For(Layout, BigEndian, Tags, absence);
            var decoded = new byte[codec.Form.RowBytes(Layout.SegmentWidth) * Rows];
            Assert.Equal(decoded.Length, codec.Decode(Encoded, decoded));
            return (decoded, "");
        }
        catch (OmeFsException fault) when (fault.Kind is FaultKind.Corrupt or FaultKind.Unsupported or FaultKind.LimitExceeded)
        {
            Assert.Matches(@"^\S.*: \S", fault.Message);
            return (null, fault.Message);
        }
    }
}
