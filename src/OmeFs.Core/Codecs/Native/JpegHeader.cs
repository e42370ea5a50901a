using System.Buffers.Binary;

namespace OmeFs.Core.Codecs.Native;

/// <summary>The values of a JPEG's SOF marker.</summary>
/// <param name="Horizontal">Sampling factors of the first component, relative to the others: 2, 2 for 4:2:0.</param>
/// <remarks>*Spec:* ITU-T T.81 annex B.2.</remarks>
internal readonly record struct JpegHeader(int Precision, int Height, int Width, int Components, int Horizontal, int Vertical, bool Lossless)
{
    private const int SofBytes = 9;

    /// <summary>False if there is no SOF before the pixels, or it is cut off.</summary>
    public static bool TryParse(ReadOnlySpan<byte> jpeg, out JpegHeader header)
    {
        header = default;
        foreach (var segment in new JpegSegments(jpeg))
            if (IsSof(segment.Marker))
                return TryParseSof(segment.Marker, segment.Content, out header);
        return false;
    }

    /// <summary>C0 to CF, except DHT, JPG and DAC.</summary>
    public static bool IsSof(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static bool TryParseSof(byte marker, ReadOnlySpan<byte> content, out JpegHeader header)
    {
        header = default;
        if (content.Length < SofBytes)
            return false;
        header = new JpegHeader(
            content[0],
            BinaryPrimitives.ReadUInt16BigEndian(content[1..]),
            BinaryPrimitives.ReadUInt16BigEndian(content[3..]),
            content[5],
            Factor(content[7] >> 4),
            Factor(content[7] & 15),
            marker is 0xC3 or 0xC7 or 0xCB or 0xCF);
        return true;
    }

    /// <summary>libtiff accepts 1, 2 and 4. For other factors, it reports what it found.</summary>
    private static int Factor(int factor) => factor is 1 or 2 or 4 ? factor : 1;
}

/// <summary>The marker segments of a JPEG, up to and including SOS. Ends at the first byte that does not begin a marker.</summary>
internal ref struct JpegSegments(ReadOnlySpan<byte> jpeg)
{
    private readonly ReadOnlySpan<byte> _jpeg = jpeg;
    private int _next;
    private bool _ended;

    public Segment Current { get; private set; }

    public readonly JpegSegments GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_ended && _next + 2 <= _jpeg.Length && _jpeg[_next] == 0xFF)
        {
            var marker = _jpeg[_next + 1];
            if (marker is 0xD8 or 0xD9 or 0xFF or 0x01 or (>= 0xD0 and <= 0xD7))
            {
                // Markers without a length: SOI, EOI (of preceding tables), TEM, RST. A second FF is padding.
                _next += marker == 0xFF ? 1 : 2;
                continue;
            }
            if (_next + 4 > _jpeg.Length)
                return false;
            var length = BinaryPrimitives.ReadUInt16BigEndian(_jpeg[(_next + 2)..]);
            if (length < 2 || _next + 2 + length > _jpeg.Length)
                return false;
            Current = new Segment(marker, _jpeg.Slice(_next + 4, length - 2), _next, _next + 2 + length);
            (_next, _ended) = (Current.End, marker == 0xDA);
            return true;
        }
        return false;
    }

    /// <param name="start">Offset of the marker.</param>
    /// <param name="end">Offset after the content.</param>
    public readonly ref struct Segment(byte marker, ReadOnlySpan<byte> content, int start, int end)
    {
        public byte Marker { get; } = marker;

        public ReadOnlySpan<byte> Content { get; } = content;

        public int Start { get; } = start;

        public int End { get; } = end;
    }
}
