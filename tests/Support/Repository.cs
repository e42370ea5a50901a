namespace OmeFs.Testing;

/// <summary>Where things lie: the repository, the shared corpus, the fixtures, the omefs program under test.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The shared corpus beside the repository, or where OMEFS_SHARED says; may be absent.</summary>
    public static string Shared { get; } =
        Environment.GetEnvironmentVariable("OMEFS_SHARED") ?? Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    public static string SharedCorpus => Path.Combine(Shared, "data");

    public static string Catalogue => Path.Combine(SharedCorpus, "CATALOG.tsv");

    public static string Python { get; } = Environment.GetEnvironmentVariable("OMEFS_PYTHON") ?? "/usr/bin/python3";

    /// <summary>The fixtures, made on first use.</summary>
    public static string Fixtures => LazyFixtures.Value;

    /// <summary>The program under test: OMEFS_BIN, else what the build of src/OmeFs left last.</summary>
    public static string Omefs => LazyOmefs.Value;

    /// <summary>A folder of this process for mount points and logs. run.sh cleans below its parent.</summary>
    public static string Scratch { get; } = MakeScratch();

    private static readonly Lazy<string> LazyFixtures = new(MakeFixtures);
    private static readonly Lazy<string> LazyOmefs = new(FindOmefs);

    public static string Fixture(string name) => Path.Combine(Fixtures, "good", name);

    public static IEnumerable<string> FixtureNames(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Fixtures, folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    public static void SkipWithoutCorpus() =>
        Skip.IfNot(File.Exists(Catalogue), $"the shared corpus is not at {SharedCorpus} (set OMEFS_SHARED)");

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "OmeFs.sln")))
                return folder;
        }

        throw new InvalidOperationException($"no OmeFs.sln above {AppContext.BaseDirectory}");
    }

    private static string MakeFixtures()
    {
        var made = Commands.Run([Path.Combine(Root, "tests/fixtures/make.sh")], seconds: 120);
        return made.ExitCode == 0
            ? Path.Combine(Root, "tests/fixtures/made")
            : throw new InvalidOperationException($"tests/fixtures/make.sh failed: {made}");
    }

    private static string FindOmefs()
    {
        if (Environment.GetEnvironmentVariable("OMEFS_BIN") is { Length: > 0 } named)
            return named;
        var output = Path.Combine(Root, "src/OmeFs/bin");
        var built = Directory.Exists(output) ? Directory.GetFiles(output, "omefs", SearchOption.AllDirectories) : [];
        return built.MaxBy(File.GetLastWriteTimeUtc)
            ?? throw new InvalidOperationException("no omefs to test: run tests/run.sh, or set OMEFS_BIN to the program");
    }

    private static string MakeScratch()
    {
        var parent = Environment.GetEnvironmentVariable("OMEFS_TEST_TMP") ?? Path.Combine(Path.GetTempPath(), "omefs-tests");
        var own = Path.Combine(parent, $"p{Environment.ProcessId}");
        Directory.CreateDirectory(own);
        // Other users' mounts lie below: they must be able to pass through, whatever the umask.
        foreach (var folder in (string[])[parent, own])
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        return own;
    }
}
