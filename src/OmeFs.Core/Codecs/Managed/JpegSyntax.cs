using OmeFs.Core.Codecs.Native;

namespace OmeFs.Core.Codecs.Managed;

/// <summary>
/// Refuses images that would take too long, and those that libjpeg-turbo refuses but LibJpeg.Net accepts. LibJpeg.Net follows libjpeg 9, which has
/// its own extensions and checks less. *Spec:* ITU-T T.81 annex B.2.
/// </summary>
internal static class JpegSyntax
{
    /// <summary>Each scan goes over the whole image. libtiff has the same limit.</summary>
    private const int MostScans = 100;

    private const int LastCoefficient = 63;
    private const int HuffmanCounts = 16;
    private const int QuantizationBytes = 64;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>.</exception>
    public static void Expect(ReadOnlySpan<byte> jpeg)
    {
        var scans = jpeg.Count([(byte)0xFF, (byte)0xDA]);
        if (scans > MostScans)
            throw new OmeFsException(FaultKind.Corrupt, $"JPEG: at most {MostScans} scans expected, found {scans}");
        var progressive = false;
        foreach (var segment in new JpegSegments(jpeg))
        {
            progressive |= segment.Marker is 0xC2 or 0xCA;
            var fits = segment.Marker switch
            {
                0xC4 => AreTables(segment.Content, HuffmanTable),
                0xDB => AreTables(segment.Content, QuantizationTable),
                0xDD => segment.Content.Length == 2,
                0xDA => IsScan(segment.Content, progressive),
                _ => !JpegHeader.IsSof(segment.Marker) || IsFrame(segment.Content),
            };
            if (!fits)
                throw new OmeFsException(FaultKind.Corrupt, $"JPEG: the marker FF{segment.Marker:X2} has content that ITU-T T.81 does not define");
        }
    }

    /// <summary>If two components have the same id, libjpeg 9 gives the second another id, and finds it in the scan.</summary>
    private static bool IsFrame(ReadOnlySpan<byte> frame) => frame.Length >= 6 && frame.Length == 6 + (3 * frame[5]) && AreDifferent(frame[6..], 3);

    /// <summary>libjpeg 8 and later support block sizes other than 8 by 8. The last coefficient of the first scan shows the size.</summary>
    private static bool IsScan(ReadOnlySpan<byte> scan, bool progressive) =>
        scan.Length >= 4 && scan[0] > 0 && scan.Length == 4 + (2 * scan[0]) && AreDifferent(scan[1..^3], 2)
        && (progressive || (scan[^3], scan[^2]) == (0, LastCoefficient));

    private static bool AreDifferent(ReadOnlySpan<byte> components, int bytes)
    {
        for (var one = 0; one < components.Length; one += bytes)
            for (var other = 0; other < one; other += bytes)
                if (components[one] == components[other])
                    return false;
        return true;
    }

    /// <summary>Complete tables, one after the other.</summary>
    private static bool AreTables(ReadOnlySpan<byte> content, Func<ReadOnlySpan<byte>, int> length)
    {
        while (content.Length > 0)
        {
            var bytes = length(content);
            if (bytes > content.Length)
                return false;
            content = content[bytes..];
        }
        return true;
    }

    private static int HuffmanTable(ReadOnlySpan<byte> table)
    {
        var bytes = 1 + HuffmanCounts;
        if (table.Length >= bytes)
            foreach (var count in table[1..bytes])
                bytes += count;
        return bytes;
    }

    private static int QuantizationTable(ReadOnlySpan<byte> table) => 1 + (table[0] >> 4 == 0 ? QuantizationBytes : 2 * QuantizationBytes);
}
