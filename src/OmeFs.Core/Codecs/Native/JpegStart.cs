using System.Buffers.Binary;

namespace OmeFs.Core.Codecs.Native;

/// <summary>The start of a JPEG, from SOI to SOS. *Spec:* ITU-T T.81 annex B.</summary>
internal static class JpegStart
{
    private const byte Sos = 0xDA;

    /// <summary>The markers of a JPEG that decoding needs; null if it has no SOF or no SOS.</summary>
    /// <param name="end">The offset where its pixels begin.</param>
    public static byte[]? Of(ReadOnlySpan<byte> jpeg, out int end)
    {
        var start = new MemoryStream();
        start.Write([0xFF, 0xD8]);
        (end, var framed, var scanned) = (0, false, false);
        foreach (var segment in new JpegSegments(jpeg))
        {
            var frame = JpegHeader.IsSof(segment.Marker);
            // The first frame header counts: some writers leave that of a thumbnail after it.
            if (segment.Marker is 0xDB or 0xC4 or 0xDD or Sos || (frame && !framed))
                start.Write(jpeg[segment.Start..segment.End]);
            (end, framed, scanned) = (segment.End, framed || frame, segment.Marker == Sos);
        }
        return framed && scanned ? start.ToArray() : null;
    }

    public static void WriteSegment(MemoryStream to, byte marker, ReadOnlySpan<byte> content)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], checked((ushort)(content.Length + 2)));
        to.Write(head);
        to.Write(content);
    }

    /// <summary>A baseline frame whose components each have their own tables, and a scan of all components. The size is set later.</summary>
    /// <param name="factors">Sampling factors of the first component, four bits each.</param>
    public static void WriteFrameAndScan(MemoryStream to, int components, byte factors)
    {
        List<byte> frame = [8, 0, 0, 0, 0, (byte)components];
        List<byte> scan = [(byte)components];
        for (var i = 0; i < components; i++)
        {
            frame.AddRange([(byte)(i + 1), i == 0 ? factors : (byte)0x11, (byte)i]);
            scan.AddRange([(byte)(i + 1), (byte)((i << 4) | i)]);
        }
        scan.AddRange([0, 63, 0]);
        WriteSegment(to, 0xC0, [.. frame]);
        WriteSegment(to, Sos, [.. scan]);
    }

    /// <summary>Sets width and height in the frame header.</summary>
    public static void Resize(Span<byte> jpeg, int width, int height)
    {
        foreach (var segment in new JpegSegments(jpeg))
            if (JpegHeader.IsSof(segment.Marker) && segment.Content.Length >= 6)
            {
                BinaryPrimitives.WriteUInt16BigEndian(jpeg[(segment.Start + 5)..], checked((ushort)height));
                BinaryPrimitives.WriteUInt16BigEndian(jpeg[(segment.Start + 7)..], checked((ushort)width));
                return;
            }
    }
}
