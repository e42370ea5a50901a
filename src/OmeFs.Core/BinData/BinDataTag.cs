using System.Text;

namespace OmeFs.Core.BinData;

/// <summary>A start or end tag as it is written, from "&lt;" to "&gt;". Markup is ASCII in every encoding that is scanned.</summary>
internal readonly ref struct BinDataTag(ReadOnlySpan<byte> tag)
{
    private readonly ReadOnlySpan<byte> _tag = tag;

    public bool IsEnd => _tag[1] == (byte)'/';

    public bool IsEmptyElement => _tag[^2] == (byte)'/' && !IsEnd;

    /// <summary>The name with its prefix.</summary>
    public ReadOnlySpan<byte> Name
    {
        get
        {
            var inside = _tag[(IsEnd ? 2 : 1)..^1];
            var end = inside.IndexOfAny(" \t\r\n/"u8);
            return end < 0 ? inside : inside[..end];
        }
    }

    public ReadOnlySpan<byte> LocalName => Name[(Name.IndexOf((byte)':') + 1)..];

    /// <summary>The raw value of an attribute, or null. Entity references are not resolved: the values that are read have none.</summary>
    public string? Attribute(ReadOnlySpan<byte> name)
    {
        var rest = _tag[(1 + Name.Length)..];
        while (true)
        {
            var equals = rest.IndexOf((byte)'=');
            var open = rest.IndexOfAny((byte)'"', (byte)'\'');
            var close = open < 0 ? -1 : rest[(open + 1)..].IndexOf(rest[open]);
            if (equals < 0 || open < equals || close < 0)
                return null;
            if (rest[..equals].Trim(" \t\r\n"u8).SequenceEqual(name))
                return Encoding.UTF8.GetString(rest.Slice(open + 1, close)).Trim();
            rest = rest[(open + close + 2)..];
        }
    }
}
