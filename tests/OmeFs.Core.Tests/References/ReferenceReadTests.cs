using System.Diagnostics;
using System.Reflection;
using System.Text;
using OmeFs.Core.References;
using OmeFs.Core.References.Set;
using OmeFs.Core.References.Targets;
using OmeFs.Core.References.Tree;
using OmeFs.Core.References.View;
using OmeFs.Core.Sources;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.References;

/// <summary>What is read through a reference is the target's bytes, whole or not at all.</summary>
public sealed class ReferenceReadTests : IDisposable
{
    private readonly ReferenceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[\"data.bin\", 0, 10]", "0123456789")]
    [InlineData("[\"data.bin\", 3, 4]", "3456")]
    [InlineData("[\"data.bin\", 10, 0]", "")]
    [InlineData("[\"data.bin\"]", "0123456789")]
    [InlineData("\"é\"", "é")]
    [InlineData("\"base64:aGFsbG8=\"", "hallo")]
    public async Task The_size_is_the_bytes_read_and_a_part_is_that_part(string value, string expected)
    {
        using var view = _folder.Open($"{{\"k\": {value}}}");
        Assert.Equal(expected, await ReferenceFolder.ReadAsync(view, "k"));
        var stat = await ReferenceFolder.FindAsync(view, "k");
        var bytes = Encoding.UTF8.GetBytes(expected);
        Assert.Equal(bytes.Length, stat.Size);
        for (var from = 0; from <= bytes.Length + 1; from++)
            for (var length = 0; length < 4; length++)
            {
                var part = new byte[length];
                var read = await view.Tree.Open(stat.Id).ReadAsync(from, part);
                Assert.Equal(bytes.Skip(from).Take(length), part.Take(read));
            }
    }

    [Theory]
    [InlineData("[\"data.bin\", 9, 2]")]
    [InlineData("[\"data.bin\", 11, 0]")]
    [InlineData("[\"data.bin\", 9223372036854775800, 7]")]
    [InlineData("[\"data.bin\", 0, 9223372036854775807]")]
    public async Task A_range_past_the_end_is_an_error_in_all_its_parts(string value)
    {
        using var view = _folder.Open($"{{\"k\": {value}, \"good\": [\"data.bin\", 0, 1]}}");
        var file = view.Tree.Open((await ReferenceFolder.FindAsync(view, "k")).Id);
        foreach (var offset in (long[])[0, 1, 5])
            Assert.Equal(FaultKind.Corrupt, (await Assert.ThrowsAsync<OmeFsException>(async () => await file.ReadAsync(offset, new byte[1]))).Kind);
        Assert.Equal("0", await ReferenceFolder.ReadAsync(view, "good"));
        Assert.Contains(view.Notices, notice => notice.Contains("shorter", StringComparison.Ordinal));
    }

    /// <summary>The key is there: what is missing is no absence.</summary>
    [Theory]
    [InlineData("[\"gone.bin\", 0, 1]", FaultKind.SourceFailed)]
    [InlineData("[\"gone/gone.bin\"]", FaultKind.SourceFailed)]
    [InlineData("[\"data.bin/x\"]", FaultKind.SourceFailed)]
    [InlineData("[\".\", 0, 1]", FaultKind.Unsupported)]
    [InlineData("[null, 0, 1]", FaultKind.Corrupt)]
    [InlineData("[\"a\\u0000b\", 0, 1]", FaultKind.Corrupt)]
    [InlineData("[\"file://\", 0, 1]", FaultKind.Corrupt)]
    [InlineData("[\"s3://bucket/key\", 0, 1]", FaultKind.Unsupported)]
    [InlineData("[\"https://host/key\"]", FaultKind.Unsupported)]
    public async Task A_target_that_cannot_be_reached_is_an_error_of_its_keys_alone(string value, FaultKind kind)
    {
        using var view = _folder.Open($"{{\"k\": {value}, \"good\": [\"data.bin\", 0, 1]}}", new ReferenceOptions { AllowedSources = ["any"] });
        Assert.Equal(kind, (await Assert.ThrowsAsync<OmeFsException>(() => ReferenceFolder.ReadAsync(view, "k"))).Kind);
        Assert.Equal("0", await ReferenceFolder.ReadAsync(view, "good"));
        var page = new TreeEntry[5];
        Assert.Equal(["good", "k"], page[..await view.Tree.ListAsync(NodeId.Root, 0, page)].Select(entry => entry.Name));
    }

    [Fact]
    public async Task A_target_that_is_another_version_now_is_never_mixed_with_the_first()
    {
        using var view = _folder.Open("""{"k": ["data.bin", 0, 5], "l": ["data.bin"]}""");
        Assert.Equal("01234", await ReferenceFolder.ReadAsync(view, "k"));
        _folder.Write("own/data.bin", "abcdefghijkl");
        Assert.Equal(FaultKind.SourceChanged, (await Assert.ThrowsAsync<OmeFsException>(() => ReferenceFolder.ReadAsync(view, "k"))).Kind);
    }

    [Fact]
    public void Strictness_refuses_what_is_reported_otherwise()
    {
        var strict = new ReferenceOptions { Strict = true };
        File.SetLastWriteTimeUtc(Path.Join(_folder.Own, "data.bin"), DateTime.UtcNow.AddHours(-1));
        _folder.Open("""{"k": ["data.bin", 0, 5]}""", strict).Dispose();
        foreach (var (json, says) in ((string, string)[])
            [("""{"k": ["data.bin", 8, 5]}""", "shorter"), ("""{"k": ["gone.bin", 8, 5]}""", "not there"), ("""{"k": "x", "../k": "x"}""", "'../k'")])
        {
            _folder.Open(json).Dispose();
            Assert.Contains(says, Assert.Throws<OmeFsException>(() => _folder.Open(json, strict)).Message, StringComparison.Ordinal);
        }
        File.SetLastWriteTimeUtc(Path.Join(_folder.Own, "data.bin"), DateTime.UtcNow.AddHours(1));
        Assert.Contains("newer", Assert.Throws<OmeFsException>(() => _folder.Open("""{"k": ["data.bin", 0, 5]}""", strict)).Message, StringComparison.Ordinal);
    }

    /// <summary>A listing of a thousand targets as a whole opens none of them.</summary>
    [Fact]
    public async Task A_listing_opens_nothing_and_a_stat_opens_one()
    {
        var opened = 0;
        var (files, references) = Files(1000, () => opened++, limit: 8);
        var tree = new ReferenceTree(references, files, default, 0);
        var page = new TreeEntry[1000];
        Assert.Equal(1000, await tree.ListAsync(NodeId.Root, 0, page));
        Assert.All(page, entry => Assert.Equal(NodeStat.UnknownSize, entry.Stat.Size));
        Assert.Equal(0, opened);
        Assert.Equal(6, (await tree.StatAsync(page[7].Stat.Id)).Size);
        Assert.Equal(6, (await tree.StatAsync(page[7].Stat.Id)).Size);
        Assert.Equal(1, opened);
        Assert.Equal(1000, await tree.ListAsync(NodeId.Root, 0, page));
        Assert.Equal(6, page[7].Stat.Size);
    }

    [Fact]
    public async Task The_targets_that_are_open_are_bounded_and_the_oldest_goes_first()
    {
        var opened = 0;
        var (files, _) = Files(100, () => opened++, limit: 8);
        for (var round = 0; round < 3; round++)
            for (var file = 0; file < 8; file++)
                Assert.Equal(6, await files.ReadAsync(file, 0, new byte[6]));
        Assert.Equal(8, opened);
        await files.ReadAsync(50, 0, new byte[6]);
        await files.ReadAsync(7, 0, new byte[6]);
        Assert.Equal(9, opened);
        await files.ReadAsync(0, 0, new byte[6]);
        Assert.Equal(10, opened);
    }

    [SkippableFact]
    public async Task Reading_allocates_nothing()
    {
        Skip.If(
            typeof(ReferenceView).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true,
            "a debug build makes an object of every async call; run with -c Release");
        using var view = _folder.Open("""{"k": ["data.bin", 2, 5], "w": ["data.bin"], "i": "inline", "a/b": "x"}""");
        var (buffer, page) = (new byte[16], new TreeEntry[8]);
        NodeId[] ids = [(await ReferenceFolder.FindAsync(view, "k")).Id, (await ReferenceFolder.FindAsync(view, "w")).Id, (await ReferenceFolder.FindAsync(view, "i")).Id];
        await RoundAsync();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
            await RoundAsync();
        // Once and for all something may be; 24 bytes for one request in five would be 24,000.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);

        async ValueTask RoundAsync()
        {
            foreach (var id in ids)
                await view.Tree.Open(id).ReadAsync(0, buffer);
            await view.Tree.ListAsync(NodeId.Root, 0, page);
            await view.Tree.LookupAsync(NodeId.Root, "a"u8);
        }
    }

    private static (ReferenceFiles Files, ReferenceSet References) Files(int count, Action onOpen, int limit)
    {
        var references = Documents.Read($"{{{string.Join(", ", Enumerable.Range(0, count).Select(number => $"\"{number:000}\": [\"t{number}\"]"))}}}");
        var targets = TargetTable.Judge(references.Urls, "/nowhere", new SourcePolicy("/nowhere", []));
        var pool = new TargetPool(
            targets,
            (target, _) =>
            {
                onOpen();
                return ValueTask.FromResult(new OpenedSource(new MemorySource("target"u8.ToArray(), target.Location), () => NoFolder.Instance));
            },
            limit);
        return (new ReferenceFiles(references, pool), references);
    }
}
