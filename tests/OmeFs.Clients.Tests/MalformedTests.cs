namespace OmeFs.Clients.Tests;

/// <summary>
/// Broken and hostile files: refused with a message that names the file, or mounted and read with EIO or right pixels; within
/// 10 s and 500 MB, without a crash. Needs root: the peak memory is that of the daemon itself, mounted by mount(2) or fusermount3.
/// </summary>
public sealed class MalformedTests(MalformedTests.Checker checker) : IClassFixture<MalformedTests.Checker>
{
    private const string NoCorpus = "(no shared corpus)";

    /// <summary>Our own by their first word: a theory of 260 cases would only hide which kinds there are.</summary>
    public static TheoryData<string> Own =>
        [.. Repository.FixtureNames("malformed").Select(Family).Distinct().Order(StringComparer.Ordinal)];

    public static TheoryData<string> OfTheCorpus =>
        [.. Catalogue.Entries.Where(entry => entry.IsMalformed).Select(entry => entry.Path).DefaultIfEmpty(NoCorpus)];

    [Theory]
    [MemberData(nameof(Own))]
    public void Our_own_broken_files_do_no_harm(string family)
    {
        var failures = Repository.FixtureNames("malformed").Where(name => Family(name) == family)
            .SelectMany(name => checker.Problems(Path.Combine(Repository.Fixtures, "malformed", name))).ToList();
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [SkippableTheory]
    [MemberData(nameof(OfTheCorpus))]
    public void Broken_files_of_the_corpus_do_no_harm(string path)
    {
        Repository.SkipWithoutCorpus();
        var problems = checker.Problems(Path.Combine(Repository.SharedCorpus, path));
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    /// <summary>The check itself can fail: a program that crashes, and one that says nothing, are found out.</summary>
    [Theory]
    [InlineData("#!/bin/sh\necho 'Unhandled exception. System.IndexOutOfRangeException' >&2; kill -ABRT $$\n")]
    [InlineData("#!/bin/sh\nexit 1\n")]
    [InlineData("#!/bin/sh\nsleep 60\n")]
    public void A_crash_silence_and_hanging_are_found_out(string program)
    {
        var path = Path.Combine(Repository.Scratch, $"fake{program.Length}");
        File.WriteAllText(path, program);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        Assert.NotEmpty(checker.Problems(Repository.Fixture("stack.tif"), path, seconds: 1));
    }

    private static string Family(string name) => name.Split('-', '.')[0];

    public sealed class Checker : IDisposable
    {
        private readonly PythonServer _server = new("malformed_check.py");

        /// <summary>What went wrong with <paramref name="tiff"/>, each line beginning with its name.</summary>
        public IReadOnlyList<string> Problems(string tiff, string? omefs = null, int seconds = 60)
        {
            var mount = Mounted.NewPoint();
            try
            {
                using var answer = _server.Ask(new { omefs = omefs ?? Repository.Omefs, tiff, mount, seconds });
                var said = answer.RootElement.GetProperty("stderr").GetString()!.Trim();
                return [.. answer.RootElement.GetProperty("problems").EnumerateArray().Select(text => $"{Path.GetFileName(tiff)}: {text.GetString()} | {said}")];
            }
            finally
            {
                Mounted.Unmount(mount);
            }
        }

        public void Dispose() => _server.Dispose();
    }
}
