namespace OmeFs.Fuzz.References;

/// <summary>The folder that documents seem to lie in, with a file, a folder and links out of it; and whether anything beside it is open.</summary>
internal sealed class OwnFolder
{
    private const string Descriptors = "/proc/self/fd";

    /// <summary>The runtime opens its libraries when they are first used.</summary>
    private static readonly string[] Programs = [Path.GetDirectoryName(typeof(object).Assembly.Location)!, AppContext.BaseDirectory];

    private readonly string _root = Directory.CreateTempSubdirectory("omefs-fuzz-own-").FullName;
    private readonly HashSet<string> _known;

    public OwnFolder()
    {
        Directory.CreateDirectory(Path.Join(Folder, "f"));
        File.WriteAllText(Path.Join(Folder, "data.bin"), "0123456789");
        File.WriteAllText(Path.Join(_root, "secret"), "of somebody else");
        File.CreateSymbolicLink(Path.Join(Folder, "out"), "../secret");
        File.CreateSymbolicLink(Path.Join(Folder, "up"), "..");
        File.CreateSymbolicLink(Path.Join(Folder, "loop"), "loop");
        _known = [.. Open()];
    }

    public string Folder => Path.Join(_root, "own");

    /// <summary>Who has opened more looks here, while it is open.</summary>
    public void ExpectNothingElseOpen()
    {
        foreach (var path in Open())
            if (path[0] == '/' && !path.StartsWith(Folder + "/", StringComparison.Ordinal) && !_known.Contains(path)
                && !Array.Exists(Programs, folder => path.StartsWith(folder, StringComparison.Ordinal)))
                throw new BrokenPromiseException($"'{path}' is open");
    }

    private static IEnumerable<string> Open()
    {
        foreach (var descriptor in new DirectoryInfo(Descriptors).EnumerateFileSystemInfos())
            if (TargetOf(descriptor) is { Length: > 0 } path)
                yield return path;
    }

    private static string? TargetOf(FileSystemInfo descriptor)
    {
        try
        {
            return descriptor.LinkTarget;
        }
        catch (IOException)
        {
            return null; // the listing's own, closed meanwhile
        }
    }
}
