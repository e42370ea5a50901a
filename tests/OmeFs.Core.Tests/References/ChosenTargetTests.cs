using OmeFs.Core.References;
using OmeFs.Core.References.View;

namespace OmeFs.Core.Tests.References;

/// <summary>What a URL of null means is the file that the user named, as it was when it was named, and nothing else.</summary>
public sealed class ChosenTargetTests : IDisposable
{
    private readonly ReferenceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ROOT/own/data.bin", "012345")]
    [InlineData("ROOT/other/secret.bin", "a secr")]
    [InlineData("file://ROOT/other/secret.bin", "a secr")]
    [InlineData("ROOT/own/link.bin", "a secr")]
    public async Task Null_is_the_file_that_was_named_wherever_it_lies(string target, string start)
    {
        Link("own/link.bin", "../other/secret.bin");
        using var view = Open("""{"r": [null, 0, 6], "p": [null, 2, 3], "w": [null], "o": ["data.bin", 0, 2]}""", target);
        Assert.Equal(start, await ReferenceFolder.ReadAsync(view, "r"));
        Assert.Equal(start[2..5], await ReferenceFolder.ReadAsync(view, "p"));
        Assert.StartsWith(start, await ReferenceFolder.ReadAsync(view, "w"), StringComparison.Ordinal);
        Assert.Equal("01", await ReferenceFolder.ReadAsync(view, "o"));
        Assert.Empty(view.Notices);
    }

    /// <summary>The user allowed one file to stand for null, and the document nothing.</summary>
    [Fact]
    public void Nothing_else_is_allowed_by_it()
    {
        foreach (var url in (string[])["../other/secret.bin", "../other/more.bin"])
            Assert.Equal(FaultKind.AccessRefused, Assert.Throws<OmeFsException>(
                () => Open($"{{\"n\": [null], \"k\": [\"{url}\", 0, 1]}}", "ROOT/other/secret.bin")).Kind);
    }

    /// <summary>Not even within the document's folder: it is that file, or an error.</summary>
    [Theory]
    [InlineData("own/data.bin", "other/secret.bin")]
    [InlineData("other/secret.bin", "own/data.bin")]
    [InlineData("own/data.bin", "own/more.bin")]
    public async Task A_link_that_comes_later_is_not_followed(string chosen, string elsewhere)
    {
        _folder.Write("own/more.bin", "more");
        using var view = Open("""{"k": [null, 0, 1]}""", "ROOT/" + chosen);
        File.Delete(Path.Join(_folder.Root, chosen));
        Link(chosen, Path.Join(_folder.Root, elsewhere));
        Assert.Equal(FaultKind.AccessRefused, (await Assert.ThrowsAsync<OmeFsException>(() => ReferenceFolder.ReadAsync(view, "k"))).Kind);
    }

    [Theory]
    [InlineData("ROOT/gone.bin", FaultKind.NotFound)]
    [InlineData("ROOT/own", FaultKind.Unsupported)]
    [InlineData("/dev/zero", FaultKind.Unsupported)]
    [InlineData("file://", FaultKind.Usage)]
    public void One_that_cannot_be_opened_is_refused_at_once(string target, FaultKind kind) =>
        Assert.Equal(kind, Assert.Throws<OmeFsException>(() => Open("""{"k": [null, 0, 1]}""", target)).Kind);

    [Theory]
    [InlineData("s3://bucket/key")]
    [InlineData("https://host/path")]
    public async Task A_remote_one_is_listed_and_cannot_be_read_yet(string target)
    {
        using var view = Open("""{"k": [null, 3, 7]}""", target);
        Assert.Equal(7, (await ReferenceFolder.FindAsync(view, "k")).Size);
        Assert.Equal(FaultKind.Unsupported, (await Assert.ThrowsAsync<OmeFsException>(() => ReferenceFolder.ReadAsync(view, "k"))).Kind);
        Assert.Contains("cannot be read yet", Assert.Single(view.Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"k": [null, 3, 1], "l": [null], "m": ["data.bin"], "n": "x"}""", "2 keys refer to no URL")]
    [InlineData("""{"k": [null], "k": [null, 1, 2]}""", "1 key refers to no URL")]
    public async Task Without_one_the_keys_are_counted_and_the_option_is_told(string json, string says)
    {
        using var view = _folder.Open(json);
        Assert.Contains(view.Notices, notice => notice.Contains(says, StringComparison.Ordinal) && notice.Contains("--target FILE", StringComparison.Ordinal));
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => ReferenceFolder.ReadAsync(view, "k"));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains("--target FILE", fault.Message, StringComparison.Ordinal);
        Assert.Equal(FaultKind.Corrupt, Assert.Throws<OmeFsException>(() => _folder.Open(json, new ReferenceOptions { Strict = true })).Kind);
    }

    [Fact]
    public void One_that_no_key_refers_to_is_told()
    {
        using var view = Open("""{"k": ["data.bin"]}""", "/nowhere/data.bin");
        Assert.Contains("--target /nowhere/data.bin is not used", Assert.Single(view.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_checked_as_other_targets_are()
    {
        var target = Path.Join(_folder.Other, "secret.bin");
        File.SetLastWriteTimeUtc(target, DateTime.UtcNow.AddHours(-1));
        Open("""{"k": [null, 0, 16]}""", target, strict: true).Dispose();
        using (var view = Open("""{"k": [null, 0, 17]}""", target))
            Assert.Contains("shorter", Assert.Single(view.Notices), StringComparison.Ordinal);
        Assert.Contains("shorter", Assert.Throws<OmeFsException>(() => Open("""{"k": [null, 0, 17]}""", target, strict: true)).Message, StringComparison.Ordinal);
        File.SetLastWriteTimeUtc(target, DateTime.UtcNow.AddHours(1));
        Assert.Contains("newer", Assert.Throws<OmeFsException>(() => Open("""{"k": [null, 0, 16]}""", target, strict: true)).Message, StringComparison.Ordinal);
    }

    private ReferenceView Open(string json, string target, bool strict = false) =>
        _folder.Open(json, new ReferenceOptions { Target = target.Replace("ROOT", _folder.Root, StringComparison.Ordinal), Strict = strict });

    private void Link(string path, string target) => File.CreateSymbolicLink(Path.Join(_folder.Root, path), target);
}
