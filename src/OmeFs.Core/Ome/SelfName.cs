namespace OmeFs.Core.Ome;

/// <summary>How a file of a set knows that a TiffData means itself.</summary>
/// <param name="Uuid">Of the root element, as written; null where it has none.</param>
/// <param name="FileName">With or without folders.</param>
internal readonly record struct SelfName(string? Uuid, string FileName)
{
    /// <summary>
    /// The UUID decides where both sides have one and they agree; a UUID alone means this file where this file has none to compare;
    /// otherwise the name decides, without folders and case: sets are moved between systems.
    /// </summary>
    public bool IsNamedBy(TiffDataFile file)
    {
        if (file.Uuid is not null && Uuid is not null && SameUuid(file.Uuid, Uuid))
            return true;
        return file.FileName is null ? file.Uuid is null || Uuid is null : SameFileName(file.FileName, FileName);
    }

    private static bool SameUuid(string left, string right) => BareUuid(left).Equals(BareUuid(right), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> BareUuid(string uuid)
    {
        const string scheme = "urn:uuid:";
        var text = uuid.AsSpan().Trim();
        return text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? text[scheme.Length..] : text;
    }

    private static bool SameFileName(string left, string right) => LastPart(left).Equals(LastPart(right), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> LastPart(string path) => path.AsSpan(path.AsSpan().LastIndexOfAny('/', '\\') + 1);
}
