namespace OmeFs.Clients.Tests;

/// <summary>
/// Mounted reference documents against fsspec's ReferenceFileSystem (what it is known to get wrong is listed in the script), and arrays in
/// them against h5py.
/// </summary>
public sealed class ReferenceClientTests(ReferenceOracle oracle) : IClassFixture<ReferenceOracle>
{
    /// <summary>Every reference document of the corpus but lists of documents.</summary>
    public static TheoryData<string> CorpusDocuments =>
        [.. Catalogue.Entries.Where(entry => entry.IsReferences && !entry.What.Contains("list of", StringComparison.Ordinal)).Select(entry => entry.Path).DefaultIfEmpty("(no shared corpus)")];

    [Theory]
    [InlineData(1, 8)]
    [InlineData(100, 8)]
    [InlineData(200, 8)]
    [InlineData(300, 8)]
    public void Random_documents_are_what_fsspec_reads(int first, int count)
    {
        for (var seed = first; seed < first + count; seed++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"references{seed}")).FullName;
            var document = Assert.Single(Ask(new { make = seed, folder }));
            var target = Path.Combine(folder, "t0.bin");
            using var mounted = Mounted.Open(document, unprivileged: false, "--target", target);
            var differences = Ask(new { document, mount = mounted.Point, target });
            Assert.True(differences.Count == 0, $"seed {seed}: {string.Join('\n', differences)}");
        }
    }

    [Fact]
    public void Every_form_of_a_value_is_what_fsspec_reads() => AssertSame(Path.Combine(Repository.Fixtures, "references/forms.json"));

    [Fact]
    public void Arrays_of_a_hdf5_file_are_what_h5py_reads()
    {
        var document = Path.Combine(Repository.Fixtures, "references/hdf5.json");
        AssertSame(document);
        AssertArrays(document, Path.ChangeExtension(Path.Combine(Repository.Fixtures, "references/data"), "h5"));
    }

    /// <summary>Those without their targets are listed with their sizes, and reading is EIO.</summary>
    [SkippableTheory]
    [MemberData(nameof(CorpusDocuments))]
    public void A_document_of_the_corpus_is_what_fsspec_reads(string path)
    {
        Repository.SkipWithoutCorpus();
        AssertSame(Path.Combine(Repository.SharedCorpus, path), "--allow-source", "any");
    }

    [SkippableTheory]
    [InlineData("kc1.json")]
    [InlineData("kc2.json")]
    public void Arrays_of_the_corpus_are_what_h5py_reads(string document)
    {
        Repository.SkipWithoutCorpus();
        var folder = Path.Combine(Repository.SharedCorpus, "agstephens+kerchunk-intake-sandbox/cci-kc-builder/kerchunk-structure-expts");
        AssertArrays(Path.Combine(folder, document), Path.Combine(folder, "pre.nc"));
    }

    [SkippableFact]
    public void Lists_of_documents_are_refused_with_what_to_do()
    {
        Repository.SkipWithoutCorpus();
        var lists = Catalogue.Entries.Where(entry => entry.IsReferences && entry.What.Contains("list of", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lists.Count);
        foreach (var entry in lists)
        {
            var ran = Commands.Run([Repository.Omefs, "inspect", entry.FullPath]);
            Assert.True(ran.ExitCode == 1 && ran.Error.Contains("MultiZarrToZarr", StringComparison.Ordinal), ran.ToString());
        }
    }

    [SkippableFact]
    public void The_corpus_has_as_many_documents_as_it_says()
    {
        Repository.SkipWithoutCorpus();
        Assert.InRange(CorpusDocuments.Count, 20, 60);
    }

    private void AssertSame(string document, params string[] options)
    {
        using var mounted = Mounted.Open(document, unprivileged: false, options);
        Assert.Empty(Ask(new { document, mount = mounted.Point }));
    }

    private void AssertArrays(string document, string hdf5)
    {
        using var mounted = Mounted.Open(document);
        Assert.Empty(Ask(new { hdf5, mount = mounted.Point }));
    }

    private List<string> Ask(object request) => oracle.Ask(request);
}

/// <summary>fsspec and h5py, as one process for a test class.</summary>
public sealed class ReferenceOracle : IDisposable
{
    private readonly PythonServer _python = new("compare_references.py");

    public List<string> Ask(object request)
    {
        using var answer = _python.Ask(request);
        return [.. answer.RootElement.EnumerateArray().Select(element => element.GetString()!)];
    }

    public void Dispose() => _python.Dispose();
}
