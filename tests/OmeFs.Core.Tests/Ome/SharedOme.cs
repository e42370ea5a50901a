namespace OmeFs.Core.Tests.Ome;

/// <summary>OME-XML and XSDs of other projects, kept beside the repository as ../shared/data or where OMEFS_SHARED says.</summary>
internal static class SharedOme
{
    /// <summary>Of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The data folder, or null where there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>(path, what) of the catalogue's OME-XML documents; "what" says whether each is well-formed and valid.</summary>
    public static IReadOnlyList<(string Path, string What)> Documents() =>
    [
        .. from line in File.ReadLines(Path.Combine(Folder!, "CATALOG.tsv")).Skip(1)
           let fields = line.Split('\t')
           where fields[4] is "omexml" or "ome-companion" && fields[5].StartsWith("OME-XML", StringComparison.Ordinal)
           select (Path.Combine(Folder!, fields[0]), fields[5]),
    ];

    private static string? Find()
    {
        var given = Environment.GetEnvironmentVariable("OMEFS_SHARED");
        if (given is not null)
            return Path.Combine(given, "data") is var data && Directory.Exists(data) ? data : null;
        return Path.Combine(Path.GetDirectoryName(Root)!, "shared", "data") is var beside && Directory.Exists(beside) ? beside : null;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "OmeFs.sln")))
                return folder.FullName;
        throw new InvalidOperationException("no OmeFs.sln above the tests");
    }
}
