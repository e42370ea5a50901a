namespace OmeFs.Core.Ome;

/// <summary>Decides whether a TiffData names the file that holds the document, without reading any other file.</summary>
/// <remarks>
/// The file's name decides, unless the file was renamed. It was renamed if no TiffData has its name, and either one has its UUID, or the file
/// has no UUID and all TiffData name the same file. A UUID alone means this file if it is the file's own; or if the file has none and all TiffData
/// have the same.
/// </remarks>
internal sealed class SelfName
{
    private readonly string _fileName;
    private readonly string? _uuid;
    private readonly StringComparison _case = StringComparison.Ordinal;
    private readonly bool _isNamed;
    private readonly bool _isSole;

    /// <param name="fileName">Without folders.</param>
    public SelfName(OmeDocument document, string fileName)
    {
        (_fileName, _uuid) = (fileName, document.Uuid);
        var names = document.Images.SelectMany(image => image.Pixels.TiffData.Files).Distinct().ToList();
        if (!names.Exists(HasName))
            _case = StringComparison.OrdinalIgnoreCase;
        _isNamed = names.Exists(HasName);
        _isSole = _uuid is null && names.Count == 1
            && (names[0].FileName is null || document.Images.All(image => image.Pixels.TiffData.NamesAll));
    }

    /// <param name="file">The default means the file that holds the document.</param>
    public bool IsNamedBy(TiffDataFile file) =>
        _isSole || file == default || HasName(file) || ((file.FileName is null || !_isNamed) && OmeUuid.Same(file.Uuid, _uuid));

    private bool HasName(TiffDataFile file) => MemberPath.Parse(file.FileName) is { } path && path.Value.Equals(_fileName, _case);
}
