namespace OmeFs.Core.Tests.Codecs;

/// <summary>LZW by the book, slow and obvious. *Spec:* TIFF 6.0 section 13.</summary>
internal sealed class LzwEncoder
{
    private const int Clear = 256, EndOfInformation = 257, FirstFree = 258, LastEntry = 4093;

    private readonly List<byte> _encoded = [];
    private readonly Dictionary<(int String, byte Next), int> _table = [];
    private uint _bits;
    private int _count;

    private LzwEncoder()
    {
    }

    public static byte[] Encode(ReadOnlySpan<byte> bytes)
    {
        var encoder = new LzwEncoder();
        encoder.PutAll(bytes);
        return [.. encoder._encoded];
    }

    private void PutAll(ReadOnlySpan<byte> bytes)
    {
        Put(Clear);
        int @string = bytes[0];
        foreach (var next in bytes[1..])
        {
            if (_table.TryGetValue((@string, next), out var longer))
            {
                @string = longer;
                continue;
            }
            Put(@string);
            _table.Add((@string, next), FirstFree + _table.Count);
            @string = next;
            if (FirstFree + _table.Count <= LastEntry)
                continue;
            Put(Clear);
            _table.Clear();
        }
        Put(@string);
        // The decoder adds an entry for this code too, which may widen the next one.
        _table.Add((-1, 0), 0);
        Put(EndOfInformation);
        if (_count > 0)
            _encoded.Add((byte)(_bits << (8 - _count)));
    }

    /// <summary>Codes become one bit wider one entry early: that is how TIFF does it.</summary>
    private void Put(int code)
    {
        var next = FirstFree + _table.Count;
        var width = next < 512 ? 9 : next < 1024 ? 10 : next < 2048 ? 11 : 12;
        _bits = (_bits << width) | (uint)code;
        for (_count += width; _count >= 8; _count -= 8)
            _encoded.Add((byte)(_bits >> (_count - 8)));
        _bits &= (1u << _count) - 1;
    }
}
