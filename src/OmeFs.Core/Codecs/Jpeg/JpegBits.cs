using JpegLibrary;

namespace OmeFs.Core.Codecs.Jpeg;

/// <summary>The bits of a scan, without the zero bytes that are stuffed after FF. *Spec:* ITU-T T.81 annex F.2.2.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> data)
{
    /// <summary>Zero bits after the end, which the last codes may look at.</summary>
    private const int MostBitsBehind = 32;

    private readonly ReadOnlySpan<byte> _data = data;
    private int _next;
    private ulong _bits;
    private int _count;
    private int _behind;

    /// <summary>The number of bytes before the marker that ends the scan.</summary>
    public readonly int Used
    {
        get
        {
            var at = _next;
            while (at < _data.Length && !IsMarker(at))
                at++;
            return at;
        }
    }

    /// <summary>Reads one difference. *Spec:* table H.2: category 16 is 32768, without further bits.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>: the data end too early, or have an undefined code.</exception>
    /// <exception cref="InvalidDataException">The same, reported by JpegLibrary.</exception>
    public int Difference(JpegHuffmanDecodingTable table)
    {
        Fill();
        var code = table.Lookup((int)(_bits >> (_count - 16)) & 0xFFFF);
        Take(code.CodeSize);
        if (code.SymbolValue is 0 or > 16)
            return code.SymbolValue == 0 ? 0 : throw new OmeFsException(FaultKind.Corrupt, "lossless JPEG: a difference of more than 16 bits");
        if (code.SymbolValue == 16)
            return 1 << 15;
        var size = code.SymbolValue;
        var value = (int)(_bits >> (_count - size)) & ((1 << size) - 1);
        Take(size);
        return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }

    /// <summary>Continues after the restart marker that must be next.</summary>
    public void Restart()
    {
        _next = Used;
        if (_next + 1 >= _data.Length || _data[_next + 1] is < 0xD0 or > 0xD7)
            throw new OmeFsException(FaultKind.Corrupt, "lossless JPEG: a restart marker expected");
        _next += 2;
        (_bits, _count, _behind) = (0, 0, 0);
    }

    /// <summary>A code and its difference have at most 32 bits.</summary>
    private void Fill()
    {
        while (_count <= 48)
        {
            byte value = 0;
            if (_next < _data.Length && !IsMarker(_next))
            {
                value = _data[_next];
                _next += value == 0xFF ? 2 : 1;
            }
            else
            {
                _behind += 8;
            }
            (_bits, _count) = ((_bits << 8) | value, _count + 8);
        }
    }

    private void Take(int bits)
    {
        _count -= bits;
        if (_behind - _count > MostBitsBehind)
            throw new OmeFsException(FaultKind.Corrupt, "lossless JPEG: the data end too early");
    }

    /// <summary>Whether there is an FF that no stuffed zero follows. An FF at the end is not data either.</summary>
    private readonly bool IsMarker(int at) => _data[at] == 0xFF && (at + 1 >= _data.Length || _data[at + 1] != 0);
}
