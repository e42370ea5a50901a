using System.Numerics;
using OmeFs.Core.References.Records;
using OmeFs.Core.References.Templates;

namespace OmeFs.Core.References.Generated;

/// <summary>
/// The references of a `gen` entry, calculated on demand, by rank in the order of their keys. Memory grows only with the number of distinct URLs.
/// </summary>
internal sealed class GeneratedStretch
{
    private readonly TemplateText _url;
    private readonly IReadOnlyList<GeneratorDimension> _dimensions;
    private readonly long[] _urlStrides;
    private readonly GrowingNumber? _offset, _length;
    private readonly AffineForm? _end, _lengths;
    private int[] _urls = [];

    /// <param name="urlStrides">For each place, the distance of its values among the URLs; 0 if URLs do not depend on it.</param>
    private GeneratedStretch(KeyPattern keys, Generator generator, long[] urlStrides, AffineForm? offset, AffineForm? length)
    {
        (Keys, _url, _dimensions, _urlStrides) = (keys, generator.Url, generator.Dimensions, urlStrides);
        if (offset is not null && length is not null)
            (_offset, _length, _end, _lengths) = (new GrowingNumber(offset, keys.Places), new GrowingNumber(length, keys.Places), offset + length, length);
    }

    public KeyPattern Keys { get; }

    public long Count => Keys.Count;

    /// <summary>Null if one of the references would be refused, or if their numbers do not grow evenly. Then each reference must be checked separately.</summary>
    public static GeneratedStretch? Of(Generator generator)
    {
        var dimensions = generator.Dimensions;
        if (generator.Count < 2 || KeyPattern.Of(generator.Key, dimensions) is not { } keys || UrlStrides(generator, keys) is not { } urlStrides)
            return null;
        if (generator.Offset is null || generator.Length is null)
            return new GeneratedStretch(keys, generator, urlStrides, null, null);
        return AffineForm.Of(generator.Offset, dimensions) is { } offset && AffineForm.Of(generator.Length, dimensions) is { } length
            && offset.Least(dimensions) >= 0 && length.Least(dimensions) >= 0 && (offset + length).Greatest(dimensions) <= long.MaxValue
            ? new GeneratedStretch(keys, generator, urlStrides, offset, length)
            : null;
    }

    /// <summary>Adds the URLs to the table, with the end of the last reference into each. Called once, before anything is read.</summary>
    /// <exception cref="OmeFsException">One cannot be filled in.</exception>
    public void AddUrls(UrlTable urls)
    {
        _urls = new int[UrlCount];
        var (ranks, values, text) = (new long[Keys.Places.Length], GeneratorDimension.FirstOf(_dimensions), new RenderedText());
        for (var number = 0; number < _urls.Length; number++)
        {
            RanksOf(number, ranks);
            for (var place = 0; place < ranks.Length; place++)
                values[Keys.Places[place].Dimension] = Keys.Places[place].TemplateValue(ranks[place]);
            text.Clear();
            _url.Render(values, text);
            _urls[number] = urls.Intern(text.Span);
            if (_end is not null)
                urls.Needs(_urls[number], EndOf(_end, ranks));
        }
    }

    public Reference At(long rank)
    {
        Span<long> ranks = stackalloc long[Keys.Places.Length];
        Keys.Split(rank, ranks);
        long number = 0;
        for (var place = 0; place < ranks.Length; place++)
            number += ranks[place] * _urlStrides[place];
        return _offset is null || _length is null
            ? new Reference(ReferenceKind.Whole, _urls[number], 0, 0, default)
            : new Reference(ReferenceKind.Range, _urls[number], _offset.At(ranks, Keys.Places), _length.At(ranks, Keys.Places), default);
    }

    /// <summary>The number of references to each URL, and the sum of their bytes. Sums that overflow are the greatest number.</summary>
    public IEnumerable<(int Url, long Keys, long Bytes)> ByUrl()
    {
        var keys = Count / _urls.Length;
        for (var number = 0; number < _urls.Length; number++)
            yield return (_urls[number], keys, _lengths is null ? 0 : (long)BigInteger.Min(BytesOf(_lengths, number, keys), long.MaxValue));
    }

    public int UrlCount => (int)UrlPlaces().Aggregate(1L, (count, place) => count * Keys.Places[place].Count);

    private IEnumerable<int> UrlPlaces() => Enumerable.Range(0, _urlStrides.Length).Where(place => _urlStrides[place] > 0);

    /// <summary>The ranks that belong to a URL; 0 at places that it does not depend on.</summary>
    private void RanksOf(long number, Span<long> ranks)
    {
        ranks.Clear();
        foreach (var place in UrlPlaces())
            (ranks[place], number) = Math.DivRem(number, _urlStrides[place]);
    }

    /// <summary>The greatest end among the references of a URL.</summary>
    private long EndOf(AffineForm end, ReadOnlySpan<long> ranks)
    {
        var sum = end.Constant;
        for (var place = 0; place < ranks.Length; place++)
        {
            var (dimension, coefficient) = (_dimensions[Keys.Places[place].Dimension], end.Coefficients[Keys.Places[place].Dimension]);
            if (!coefficient.IsZero)
                sum += coefficient * (_urlStrides[place] > 0 ? Keys.Places[place].Value(ranks[place]) : coefficient.Sign > 0 ? dimension.Greatest : dimension.Least);
        }
        return (long)sum;
    }

    /// <summary>A place that the URL does not depend on has each of its values equally often.</summary>
    private BigInteger BytesOf(AffineForm lengths, int number, long keys)
    {
        var ranks = new long[_urlStrides.Length];
        RanksOf(number, ranks);
        var sum = lengths.Constant * keys;
        for (var place = 0; place < ranks.Length; place++)
        {
            var (dimension, coefficient) = (_dimensions[Keys.Places[place].Dimension], lengths.Coefficients[Keys.Places[place].Dimension]);
            if (!coefficient.IsZero)
                sum += coefficient * (_urlStrides[place] > 0 ? Keys.Places[place].Value(ranks[place]) * (BigInteger)keys : dimension.Sum * (keys / dimension.Count));
        }
        return sum;
    }

    private static long[]? UrlStrides(Generator generator, KeyPattern keys)
    {
        var strides = new long[keys.Places.Length];
        long count = 1;
        for (var place = strides.Length - 1; place >= 0; place--)
            if (generator.Url.Uses(keys.Places[place].Dimension))
                (strides[place], count) = (count, count * keys.Places[place].Count);
        return count <= ReferenceLimits.MaxGeneratedUrls ? strides : null;
    }
}
