namespace OmeFs.Core.Ome;

/// <summary>Compares UUIDs as OME-XML writes them: with or without "urn:uuid:", in any case.</summary>
internal static class OmeUuid
{
    private const string Scheme = "urn:uuid:";

    /// <summary>Whether both are given and equal.</summary>
    public static bool Same(string? left, string? right) => left is not null && right is not null && Key(left) == Key(right);

    /// <summary>The canonical form of a UUID.</summary>
    public static string Key(string uuid)
    {
        var text = uuid.AsSpan().Trim();
        return (text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..] : text).ToString().ToUpperInvariant();
    }
}
