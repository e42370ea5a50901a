using System.Text;
using OmeFs.Core.References.Templates;

namespace OmeFs.Core.References.Generated;

/// <summary>The values of a list, in the order of their texts. They are kept in memory, because the document itself has them all.</summary>
internal sealed class ListedPlace : KeyPlace
{
    private readonly SortedTexts _texts;
    private readonly TemplateValue[] _values;

    private ListedPlace(int dimension, byte[][] texts, TemplateValue[] values)
        : base(dimension) => (_texts, _values) = (new SortedTexts(texts), values);

    public override long Count => _texts.Count;

    public override (long Least, long Greatest)? Ends => null;

    /// <summary>Null if two texts are the same, or if one of them cannot be a part of a name.</summary>
    public static ListedPlace? Of(int dimension, IReadOnlyList<TemplateValue> listed)
    {
        var values = listed.ToArray();
        var texts = Array.ConvertAll(values, value => Encoding.UTF8.GetBytes(value.ToString()));
        Array.Sort(texts, values, SortedTexts.Order);
        for (var rank = 0; rank < texts.Length; rank++)
            if (!texts[rank].AsSpan().ContainsAnyExcept((byte)'.') || texts[rank].AsSpan().ContainsAny((byte)'/', (byte)0)
                || (rank > 0 && texts[rank].AsSpan().SequenceEqual(texts[rank - 1])))
                return null;
        return new ListedPlace(dimension, texts, values);
    }

    public override long Value(long rank) => _values[rank].Number;

    public override TemplateValue TemplateValue(long rank) => _values[rank];

    public override int Write(long rank, Span<byte> into)
    {
        _texts[(int)rank].CopyTo(into);
        return _texts[(int)rank].Length;
    }

    public override long Before(ReadOnlySpan<byte> key, out int taken)
    {
        taken = _texts.LongestStart(key);
        var before = _texts.LowerBound(key);
        return taken < 0 || taken == key.Length ? before : before - 1;
    }

    public override bool KeepsOrderBefore(byte? next)
    {
        // What follows a text must sort before the next byte of a longer text. The nearest of the longer texts has the least next byte.
        for (var rank = 1; rank < _texts.Count; rank++)
            if (next is { } behind && _texts[rank].AsSpan().StartsWith(_texts[rank - 1]) && _texts[rank][_texts[rank - 1].Length] <= behind)
                return false;
        return true;
    }

    public override void AppendLongest(List<byte> to) => to.AddRange(Enumerable.Range(0, _texts.Count).Select(rank => _texts[rank]).MaxBy(text => text.Length)!);
}
