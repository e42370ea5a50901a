namespace OmeFs.Core.Ome.Writing;

/// <summary>Attributes of Pixels and Channel for METADATA.ome.xml: values that the schema does not allow are left out.</summary>
internal static class SchemaValues
{
    /// <param name="other">Returns another attribute of the same element.</param>
    /// <returns>The value to write, or null.</returns>
    public static string? Of(string name, string value, Func<string, string?> other) => name switch
    {
        // Without its unit, a number would be read in the schema's default unit.
        "PhysicalSizeX" or "PhysicalSizeY" or "PhysicalSizeZ" or "EmissionWavelength" or "ExcitationWavelength" =>
            IsPositive(value) && other(name + "Unit") is var unit && (unit is null || Units.OmeLength(unit) is not null) ? value : null,
        "PhysicalSizeXUnit" or "PhysicalSizeYUnit" or "PhysicalSizeZUnit" or "EmissionWavelengthUnit" or "ExcitationWavelengthUnit" =>
            other(name[..^4]) is { } length && IsPositive(length) ? Units.OmeLength(value) : null,
        "TimeIncrement" => IsNumber(value) && other("TimeIncrementUnit") is var unit && (unit is null || Units.OmeTime(unit) is not null) ? value : null,
        "TimeIncrementUnit" => other("TimeIncrement") is { } time && IsNumber(time) ? Units.OmeTime(value) : null,
        "SignificantBits" => OmeNumber.TryWhole(value, out var bits) && bits > 0 ? $"{bits}" : null,
        "BigEndian" => OmeNumber.Flag(value) switch { true => "true", false => "false", null => null },
        "Color" => OmeNumber.TryWhole(value, out var color) && color is >= int.MinValue and <= uint.MaxValue ? $"{unchecked((int)color)}" : null,
        _ => value,
    };

    /// <summary>An ID if it is valid in the schema ("Pixels:0", "urn:lsid:..."), else <paramref name="otherwise"/>.</summary>
    public static string Id(string kind, string? said, string otherwise) =>
        said is not null && !said.Any(char.IsWhiteSpace)
            && (said.StartsWith("urn:lsid:", StringComparison.Ordinal) || (said.StartsWith(kind + ":", StringComparison.Ordinal) && said.Length > kind.Length + 1))
            ? said
            : otherwise;

    private static bool IsPositive(string text) => OmeNumber.TryPositive(text, out _);

    private static bool IsNumber(string text) => OmeNumber.TryPositive(text, out _) || text.Trim() == "0" || OmeNumber.TryWhole(text, out _);
}
