using OmeFs.Core.References;
using OmeFs.Core.References.Targets;

namespace OmeFs.Core.Tests.References;

/// <summary>No byte from outside of a document's own folder is read unless the user has allowed it; refusals say what would allow them.</summary>
public sealed class SourcePolicyTests : IDisposable
{
    private readonly ReferenceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("data.bin")]
    [InlineData("./data.bin")]
    [InlineData("sub/../data.bin")]
    [InlineData("ROOT/own/data.bin")]
    [InlineData("file://ROOT/own/data.bin")]
    [InlineData("file://localhostROOT/own/data.bin")]
    [InlineData("ROOT/other/../own/data.bin")]
    [InlineData("../own/data.bin")]
    [InlineData("link.bin")]
    public async Task Whatever_leads_into_the_own_folder_is_read(string url)
    {
        Directory.CreateDirectory(Path.Join(_folder.Own, "sub"));
        File.CreateSymbolicLink(Path.Join(_folder.Own, "link.bin"), Path.Join(_folder.Own, "data.bin"));
        using var view = _folder.Open($"{{\"k\": [\"{url}\", 2, 3]}}");
        Assert.Equal("234", await ReferenceFolder.ReadAsync(view, "k"));
    }

    [Theory]
    [InlineData("file:///etc/shadow", "/etc")]
    [InlineData("/etc/passwd", "/etc")]
    [InlineData("../../../../../../../../etc/passwd", "/etc")]
    [InlineData("../other/secret.bin", "ROOT/other")]
    [InlineData("ROOT/ownother/x", "ROOT/ownother")]
    [InlineData("ROOT/own/../other/secret.bin", "ROOT/other")]
    [InlineData("link.bin", "ROOT/other")]
    [InlineData("linked/secret.bin", "ROOT/other")]
    [InlineData("linked/../secret.bin", "ROOT")]
    [InlineData("linked/new/secret.bin", "ROOT/other/new")]
    [InlineData("http://169.254.169.254/latest/meta-data", "http://169.254.169.254/")]
    [InlineData("https://example.org/a/b.tif", "https://example.org/")]
    [InlineData("s3://bucket/key", "s3://bucket/")]
    [InlineData("HTTP://localhost:8080", "HTTP://localhost:8080")]
    [InlineData("simplecache::https://example.org/x", "simplecache::https://example.org/")]
    public void What_leads_elsewhere_is_refused_with_what_would_allow_it(string url, string prefix)
    {
        MakeLinks();
        var fault = Assert.Throws<OmeFsException>(() => _folder.Open($"{{\"a\": [\"data.bin\", 0, 1], \"k\": [\"{url}\", 2, 3]}}"));
        Assert.Equal(FaultKind.AccessRefused, fault.Kind);
        Assert.Contains($"--allow-source {prefix.Replace("ROOT", _folder.Root, StringComparison.Ordinal)} ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_in_the_root_folder_allows_nothing()
    {
        Assert.False(new SourcePolicy("/", []).Files.Allows("/etc/shadow"));
        Assert.True(new SourcePolicy("/", ["/"]).Files.Allows("/etc/shadow"));
    }

    [Fact]
    public void Each_prefix_is_told_once()
    {
        var urls = Enumerable.Range(0, 100).Select(number => $"\"{number}\": [\"ROOT/other/{number}\"], \"s{number}\": [\"s3://bucket/{number}\"]");
        var fault = Assert.Throws<OmeFsException>(() => _folder.Open($"{{{string.Join(", ", urls)}}}"));
        Assert.Equal(2, fault.Message.Split('\n').Count(line => line.Contains("--allow-source", StringComparison.Ordinal)));
        Assert.Contains("(100 targets)", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ROOT/other")]
    [InlineData("ROOT/other/")]
    [InlineData("ROOT/alias")]
    [InlineData("file://ROOT/other")]
    [InlineData("ROOT/other/secret.bin")]
    [InlineData("ROOT")]
    [InlineData("/")]
    [InlineData("any")]
    public async Task A_prefix_that_is_allowed_is_read(string prefix)
    {
        MakeLinks();
        using var view = _folder.Open("""{"k": ["../other/secret.bin", 2, 6], "l": ["link.bin", 2, 6]}""", Allowing(prefix));
        Assert.Equal("secret", await ReferenceFolder.ReadAsync(view, "k"));
        Assert.Equal("secret", await ReferenceFolder.ReadAsync(view, "l"));
    }

    [Theory]
    [InlineData("https://host/path", "https://host/path/a", true)]
    [InlineData("https://host/path/", "https://host/path/a", true)]
    [InlineData("https://host/path", "https://host/path", true)]
    [InlineData("https://host/path", "https://host/pathology", false)]
    [InlineData("https://host", "https://host.evil.org/a", false)]
    [InlineData("https://host", "https://host@evil.org/a", false)]
    [InlineData("https://host", "http://host/a", false)]
    [InlineData("https://host/path", "https://host/path/../secret", false)]
    [InlineData("https://host/path", "https://host/path/%2e%2E/secret", false)]
    [InlineData("https://host/path", "https://host/path/..%2fsecret", false)]
    [InlineData("https://host/path", "https://host/path/..\\\\secret", false)]
    [InlineData("s3://bucket/prefix", "s3://bucket/prefix/k", true)]
    [InlineData("s3://bucket", "s3://bucket2/k", false)]
    [InlineData("any", "https://anywhere/../x", true)]
    public void A_url_prefix_ends_at_a_slash(string prefix, string url, bool allowed)
    {
        var opened = Record.Exception(() => _folder.Open($"{{\"k\": [\"{url}\", 0, 5]}}", Allowing(prefix)).Dispose());
        Assert.Equal(allowed, opened is null);
    }

    /// <summary>Not a byte from outside, though a link was put in the place of a file after it was judged.</summary>
    [Fact]
    public async Task A_link_that_comes_later_is_refused_when_it_is_opened()
    {
        using var view = _folder.Open("""{"k": ["data.bin", 0, 5], "l": ["sub/secret.bin", 0, 5]}""");
        File.Delete(Path.Join(_folder.Own, "data.bin"));
        File.CreateSymbolicLink(Path.Join(_folder.Own, "data.bin"), Path.Join(_folder.Other, "secret.bin"));
        Directory.CreateSymbolicLink(Path.Join(_folder.Own, "sub"), _folder.Other);
        foreach (var key in (string[])["k", "l"])
            Assert.Equal(FaultKind.AccessRefused, (await Assert.ThrowsAsync<OmeFsException>(() => ReferenceFolder.ReadAsync(view, key))).Kind);
    }

    [Fact]
    public async Task The_rest_can_be_mounted()
    {
        using var view = _folder.Open(
            """{"a": ["data.bin", 0, 2], "k": ["../other/secret.bin", 2, 3], "w": ["/etc/passwd"], "s": ["s3://b/k", 0, 1]}""", new ReferenceOptions { SkipRefused = true });
        Assert.Equal("01", await ReferenceFolder.ReadAsync(view, "a"));
        Assert.Equal(3, (await ReferenceFolder.FindAsync(view, "k")).Size);
        foreach (var key in (string[])["k", "w", "s"])
            Assert.Equal(FaultKind.AccessRefused, (await Assert.ThrowsAsync<OmeFsException>(() => ReferenceFolder.ReadAsync(view, key))).Kind);
        Assert.Contains(view.Notices, notice => notice.Contains("EACCES", StringComparison.Ordinal) && notice.Contains("/etc", StringComparison.Ordinal));
    }

    /// <summary>A path that leads nowhere is no matter of policy, and costs no other key.</summary>
    [Theory]
    [InlineData("round")]
    [InlineData("self")]
    [InlineData("about/x.bin")]
    [InlineData("folder/x.bin")]
    [InlineData("broken")]
    [InlineData("chain41")]
    [InlineData("ROOT/own/round")]
    [InlineData("file://ROOT/own/about")]
    [InlineData("sub/../own/self")]
    [InlineData("LONG")]
    [InlineData("DEEP")]
    [InlineData("sock")]
    public async Task A_target_that_no_path_leads_to_costs_its_own_key(string url)
    {
        foreach (var (name, target) in ((string, string)[])[("round", "about"), ("about", "round"), ("self", "self"), ("folder", "folder/x"), ("broken", "gone"), ("sub", "."), ("sock", "/dev/null")])
            File.CreateSymbolicLink(Path.Join(_folder.Own, name), target);
        for (var i = 0; i < 41; i++)
            File.CreateSymbolicLink(Path.Join(_folder.Own, $"chain{i + 1}"), i == 0 ? "data.bin" : $"chain{i}");
        url = url switch { "LONG" => new string('a', 5_000), "DEEP" => string.Concat(Enumerable.Repeat("a/", 500_000)) + "b", _ => url };
        var isOutside = url == "sock";
        foreach (var options in (ReferenceOptions[])[new() { AllowedSources = isOutside ? ["/dev"] : [] }, new() { SkipRefused = true, AllowedSources = isOutside ? ["/dev"] : [] }])
        {
            using var view = _folder.Open($"{{\"a\": [\"data.bin\", 0, 2], \"k\": [\"{url}\", 0, 1], \"w\": [\"{url}\"], \"c\": [\"chain40\", 0, 1]}}", options);
            Assert.Equal(["01", "0"], [await ReferenceFolder.ReadAsync(view, "a"), await ReferenceFolder.ReadAsync(view, "c")]);
            Assert.Contains(view.Notices, notice => notice.StartsWith("1 target ", StringComparison.Ordinal));
            foreach (var key in (string[])["k", "w"])
                Assert.Contains((await Assert.ThrowsAsync<OmeFsException>(() => ReferenceFolder.ReadAsync(view, key))).Kind, new[] { FaultKind.SourceFailed, FaultKind.Unsupported });
        }
        Assert.Equal(FaultKind.Corrupt, Assert.Throws<OmeFsException>(() =>
            _folder.Open($"{{\"k\": [\"{url}\", 0, 1]}}", new ReferenceOptions { Strict = true, AllowedSources = isOutside ? ["/dev"] : [] })).Kind);
    }

    [Fact]
    public async Task A_circle_that_is_undone_is_judged_as_any_other_path()
    {
        File.CreateSymbolicLink(Path.Join(_folder.Own, "k"), "k");
        File.CreateSymbolicLink(Path.Join(_folder.Own, "o"), "o");
        using var view = _folder.Open("""{"k": ["k", 0, 2], "o": ["o", 0, 2]}""");
        foreach (var (name, target) in ((string, string)[])[("k", "data.bin"), ("o", "../other/secret.bin")])
        {
            File.Delete(Path.Join(_folder.Own, name));
            File.CreateSymbolicLink(Path.Join(_folder.Own, name), target);
        }
        Assert.Equal("01", await ReferenceFolder.ReadAsync(view, "k"));
        Assert.Equal(FaultKind.AccessRefused, (await Assert.ThrowsAsync<OmeFsException>(() => ReferenceFolder.ReadAsync(view, "o"))).Kind);
    }

    /// <summary>Opening one of these would wait, or read what is no file's.</summary>
    [SkippableTheory]
    [InlineData("mkfifo", "data.bin")]
    [InlineData("mkdir", "data.bin")]
    [InlineData("ln", "-s", "/dev/zero", "data.bin")]
    [InlineData("ln", "-s", "/dev/tty", "data.bin")]
    [InlineData("python3", "-c", "import socket; socket.socket(socket.AF_UNIX).bind('data.bin')")]
    public async Task What_is_put_in_a_files_place_is_an_error_at_once(params string[] command)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "kinds of files are Linux'");
        using var view = _folder.Open("""{"k": ["data.bin", 0, 2], "w": ["data.bin"]}""", new ReferenceOptions { AllowedSources = ["/dev"] });
        File.Delete(Path.Join(_folder.Own, "data.bin"));
        using (var made = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = _folder.Own })!)
            made.WaitForExit();
        foreach (var key in (string[])["k", "w"])
            Assert.Equal(FaultKind.Unsupported, (await Assert.ThrowsAsync<OmeFsException>(() => ReferenceFolder.ReadAsync(view, key))).Kind);
    }

    private void MakeLinks()
    {
        File.CreateSymbolicLink(Path.Join(_folder.Own, "link.bin"), "../other/secret.bin");
        Directory.CreateSymbolicLink(Path.Join(_folder.Own, "linked"), _folder.Other);
        Directory.CreateSymbolicLink(Path.Join(_folder.Root, "alias"), "other");
    }

    private ReferenceOptions Allowing(string prefix) => new() { AllowedSources = [prefix.Replace("ROOT", _folder.Root, StringComparison.Ordinal)] };
}
