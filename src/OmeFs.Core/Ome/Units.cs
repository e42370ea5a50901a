using System.Collections.Frozen;

namespace OmeFs.Core.Ome;

/// <summary>Converts OME's unit symbols to the UDUNITS names that OME-NGFF allows on axes, and back.</summary>
internal static class Units
{
    public const string Micrometer = "µm";

    public const string Second = "s";

    public const string ReferenceFrame = "reference frame";

    private const char MicroSign = '\u00B5';
    private const char GreekMu = '\u03BC';

    // Symbol → UDUNITS name (null if NGFF 0.4 has none), and size in metres or seconds (0 if it is neither).
    private static readonly FrozenDictionary<string, Unit> Lengths = Prefixed("m", "meter").Concat(new Dictionary<string, Unit>
    {
        ["Å"] = new("angstrom", 1e-10),
        ["thou"] = new(null, 2.54e-5),
        ["li"] = new(null, 2.54e-2 / 12),
        ["in"] = new("inch", 2.54e-2),
        ["ft"] = new("foot", 0.3048),
        ["yd"] = new("yard", 0.9144),
        ["mi"] = new("mile", 1609.344),
        ["ua"] = new(null, 1.495978707e11),
        ["ly"] = new(null, 9.4607304725808e15),
        ["pc"] = new("parsec", 3.0856775814913673e16),
        ["pt"] = new(null, 2.54e-2 / 72),
        ["pixel"] = new(null, 0),
        [ReferenceFrame] = new(null, 0),
    }).ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Unit> Times = Prefixed("s", "second").Concat(new Dictionary<string, Unit>
    {
        ["min"] = new("minute", 60),
        ["h"] = new("hour", 3600),
        ["d"] = new("day", 86400),
    }).ToFrozenDictionary();

    /// <summary>Words that people write instead of the symbols, in upper case.</summary>
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["MICRON"] = "µm",
        ["MICRONS"] = "µm",
        ["MICROMETER"] = "µm",
        ["MICROMETERS"] = "µm",
        ["MICROMETRE"] = "µm",
        ["MICROMETRES"] = "µm",
        ["NANOMETER"] = "nm",
        ["NANOMETERS"] = "nm",
        ["NANOMETRE"] = "nm",
        ["NANOMETRES"] = "nm",
        ["MILLIMETER"] = "mm",
        ["MILLIMETERS"] = "mm",
        ["MILLIMETRE"] = "mm",
        ["MILLIMETRES"] = "mm",
        ["METER"] = "m",
        ["METERS"] = "m",
        ["METRE"] = "m",
        ["METRES"] = "m",
        ["INCH"] = "in",
        ["INCHES"] = "in",
        ["PIXELS"] = "pixel",
        ["SEC"] = "s",
        ["SECOND"] = "s",
        ["SECONDS"] = "s",
        ["MILLISECOND"] = "ms",
        ["MILLISECONDS"] = "ms",
        ["MINUTE"] = "min",
        ["MINUTES"] = "min",
        ["HOUR"] = "h",
        ["HOURS"] = "h",
    }.ToFrozenDictionary();

    /// <summary>"micrometer" for "µm" (with either mu); null if NGFF has no name for it.</summary>
    public static string? LengthName(string symbol) => Lengths.GetValueOrDefault(Canonical(symbol)).Name;

    /// <summary>"millisecond" for "ms"; null if NGFF has no name for it.</summary>
    public static string? TimeName(string symbol) => Times.GetValueOrDefault(Canonical(symbol)).Name;

    /// <summary>"µm" for "micrometer", as OME writes it; null if it is not one of NGFF's lengths.</summary>
    public static string? LengthSymbol(string name) => SymbolOf(Lengths, name);

    /// <summary>"ms" for "millisecond", as OME writes it; null if it is not one of NGFF's times.</summary>
    public static string? TimeSymbol(string name) => SymbolOf(Times, name);

    /// <summary>The length in nanometres; null if the unit is unknown or not a length.</summary>
    public static double? ToNanometers(PhysicalLength length) =>
        Lengths.GetValueOrDefault(Canonical(length.Unit)) is { Size: > 0 } unit ? Scale(length.Value, unit.Size) : null;

    /// <summary>The symbol as the 2016-06 schema lists it for lengths, or null.</summary>
    internal static string? OmeLength(string symbol) => Canonical(symbol) is var known && Lengths.ContainsKey(known) ? known : null;

    /// <summary>The symbol as the 2016-06 schema lists it for times, or null.</summary>
    internal static string? OmeTime(string symbol) => Canonical(symbol) is var known && Times.ContainsKey(known) ? known : null;

    private static string? SymbolOf(FrozenDictionary<string, Unit> units, string name) => units.FirstOrDefault(unit => unit.Value.Name == name).Key;

    // Division by an exact power of ten gives 488 nm for 0.488 µm; multiplication by 1e-6/1e-9 would not.
    private static double Scale(double value, double metres) =>
        metres < 1e-9 ? value / Math.Round(1e-9 / metres) : value * (metres >= 1e-3 ? metres * 1e9 : Math.Round(metres * 1e13) / 1e4);

    /// <summary>
    /// One spelling for each symbol. The angstrom sign U+212B looks like the letter, and the two mus look alike. UTF-8 that was read as Latin-1 and
    /// encoded again gives "Âµ". Programs that could not write the mu put "?" or U+FFFD in its place, which is certain: all other prefixes are ASCII.
    /// </summary>
    private static string Canonical(string symbol)
    {
        var known = symbol.Trim().Replace("Âµ", "µ", StringComparison.Ordinal).Replace("Î¼", "µ", StringComparison.Ordinal).Replace("Ã\u0085", "Å", StringComparison.Ordinal)
            .Replace(GreekMu, MicroSign).Replace('\u212B', 'Å');
        return known switch
        {
            "um" or "?m" or "\uFFFDm" or "\uFFFD\uFFFDm" or "\\u00B5m" => Micrometer,
            "us" or "?s" or "\uFFFDs" or "\uFFFD\uFFFDs" or "\\u00B5s" => "µs",
            _ => Words.GetValueOrDefault(known.ToUpperInvariant(), known),
        };
    }

    private static IEnumerable<KeyValuePair<string, Unit>> Prefixed(string symbol, string name)
    {
        (string Symbol, string Name, double Size)[] prefixes =
        [
            ("Y", "yotta", 1e24), ("Z", "zetta", 1e21), ("E", "exa", 1e18), ("P", "peta", 1e15), ("T", "tera", 1e12), ("G", "giga", 1e9),
            ("M", "mega", 1e6), ("k", "kilo", 1e3), ("h", "hecto", 1e2), ("", "", 1), ("d", "deci", 1e-1), ("c", "centi", 1e-2),
            ("m", "milli", 1e-3), ("µ", "micro", 1e-6), ("n", "nano", 1e-9), ("p", "pico", 1e-12), ("f", "femto", 1e-15),
            ("a", "atto", 1e-18), ("z", "zepto", 1e-21), ("y", "yocto", 1e-24),
        ];
        foreach (var prefix in prefixes)
            yield return new(prefix.Symbol + symbol, new Unit(prefix.Name + name, prefix.Size));
        yield return new("da" + symbol, new Unit(null, 10)); // NGFF's list has no "deka".
    }

    private readonly record struct Unit(string? Name, double Size);
}
