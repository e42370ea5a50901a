using System.Text.RegularExpressions;

namespace OmeFs.Mount.Tests;

/// <summary>
/// install.sh, run by a user who may not install packages, into a prefix of their own. A stand-in for `dotnet` "builds" by copying the program under
/// test; tests/run.sh has built that with the same command.
/// </summary>
public sealed class InstallTests : IDisposable
{
    /// <summary>$OMEFS: the folder of the program under test. What it is called with is kept in $HOME/called.</summary>
    private const string Dotnet = """
        #!/bin/sh
        case $1 in
          --list-sdks) echo "10.0.100 [$HOME/sdk-place/sdk]" ;;
          publish)
            echo "$@" >>"$HOME/called"
            while [ "$1" != -o ]; do shift; done
            [ ! -e "$HOME/broken" ] || { echo "error: no native compiler" >&2; exit 1; }
            mkdir -p "$2" && cp -r "$OMEFS/." "$2" ;;
        esac
        """;

    private readonly string _home = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"install-{Guid.NewGuid():N}")).FullName;

    public InstallTests()
    {
        Write("bin/dotnet", Dotnet);
        Write("native/build.sh", "#!/bin/sh\n");
        foreach (var file in (string[])["install.sh", "packaging/documents.sh", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "tests/benchmarks/README.md"])
            Write(file, File.ReadAllText(Path.Combine(Repository.Root, file)));
        Commands.Run(["cp", "-r", Path.Combine(Repository.Root, "docs"), _home]);
        // All programs of the machine but what builds and installs: each test puts back what it wants to have.
        foreach (var program in Directory.EnumerateFiles("/usr/bin"))
            if (Path.GetFileName(program) is not ("dotnet" or "clang" or "gcc" or "cc" or "apt-get" or "sudo" or "omefs") and var name)
                File.CreateSymbolicLink(Path.Combine(_home, "bin", name), program);
        Commands.Run(["chown", "-R", "65534:65534", _home]);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [SkippableFact]
    public void The_program_needs_no_runtime_and_is_removed_again()
    {
        WithLinker();
        var ran = Install();
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.DoesNotContain("PublishAot=false", Called(), StringComparison.Ordinal);
        Assert.Equal(Path.Combine(_home, "prefix/lib/omefs/omefs"), new FileInfo(Path.Combine(_home, "prefix/bin/omefs")).LinkTarget);
        // No .NET anywhere: a root folder with the system's libraries alone.
        var version = Commands.Run(["env", "-i", "DOTNET_ROOT=/nonexistent", "PATH=/nonexistent", Path.Combine(_home, "prefix/bin/omefs"), "--version"]);
        Assert.True(version.ExitCode == 0 && ran.Output.Contains($"omefs {version.Output.Trim()} is installed", StringComparison.Ordinal), $"{ran}\n{version}");
        foreach (var file in (string[])["man/man1/omefs.1", "bash-completion/completions/omefs", "zsh/site-functions/_omefs", "fish/vendor_completions.d/omefs.fish"])
            Assert.Contains("--allow-", File.ReadAllText(Path.Combine(_home, "prefix/share", file)).Replace("\\-", "-", StringComparison.Ordinal)
                .Replace("-l allow", "--allow", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, Install().ExitCode); // an update
        Assert.Equal(0, Install("--uninstall").ExitCode);
        Assert.False(Directory.Exists(Path.Combine(_home, "prefix")), "folders are left");
        Assert.Contains("is not installed", Install("--uninstall").Output, StringComparison.Ordinal);
    }

    /// <summary>Folders that were there before, and those that hold something else, stay.</summary>
    [SkippableFact]
    public void An_uninstallation_leaves_what_it_did_not_make()
    {
        WithLinker();
        foreach (var there in (string[])["prefix/bin", "prefix/share/man"])
            Directory.CreateDirectory(Path.Combine(_home, there));
        Commands.Run(["chown", "-R", "65534:65534", Path.Combine(_home, "prefix")]);
        Assert.Equal(0, Install().ExitCode);
        Write("prefix/share/zsh/theirs", "");
        Assert.Equal(0, Install("--uninstall").ExitCode);
        Assert.Equal(
            ["prefix/bin", "prefix/share", "prefix/share/man", "prefix/share/zsh", "prefix/share/zsh/theirs"],
            Directory.EnumerateFileSystemEntries(Path.Combine(_home, "prefix"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_home, path)).Order(StringComparer.Ordinal));
    }

    /// <summary>Links in the documents that users read lead to documents that are installed with them.</summary>
    [Fact]
    public void Installed_documents_link_to_installed_documents()
    {
        var folder = Path.Combine(_home, "documents");
        Assert.Equal(0, Commands.Run([Path.Combine(Repository.Root, "packaging/documents.sh"), folder]).ExitCode);
        foreach (var page in Directory.EnumerateFiles(Path.Combine(folder, "docs/how-to")).Append(Path.Combine(folder, "README.md")))
            foreach (Match link in Regex.Matches(File.ReadAllText(page), @"\]\((?!https?:)([^)#]+)"))
                Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, link.Groups[1].Value)), $"{page}: {link.Groups[1].Value}");
    }

    [SkippableFact]
    public void With_jit_a_starter_says_where_the_runtime_is_and_an_update_replaces_it()
    {
        WithLinker();
        var ran = Install("--jit");
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.Contains("-p:PublishAot=false", Called(), StringComparison.Ordinal);
        var starter = Path.Combine(_home, "prefix/bin/omefs");
        Assert.Contains($"DOTNET_ROOT=\"{_home}/sdk-place\" exec \"{_home}/prefix/lib/omefs/omefs\"", File.ReadAllText(starter), StringComparison.Ordinal);
        Assert.Equal(0, Install().ExitCode);
        Assert.NotNull(new FileInfo(starter).LinkTarget);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_linker_the_message_names_it_and_jit(bool jit)
    {
        SkipWithoutRoot();
        var ran = Install(jit ? ["--jit"] : []);
        Assert.True(ran.ExitCode == (jit ? 0 : 1), ran.ToString());
        Assert.Equal(!jit, ran.Error.Contains("cannot be built without gcc: install that, or use --jit", StringComparison.Ordinal));
        Assert.Equal(jit, Directory.Exists(Path.Combine(_home, "prefix")));
    }

    [SkippableFact]
    public void Without_a_native_compiler_the_message_names_jit()
    {
        WithLinker();
        Write("broken", "");
        var ran = Install();
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("use --jit", ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_home, "prefix")));
    }

    [SkippableFact]
    public void Without_the_codec_library_it_goes_on_and_says_what_will_be_refused()
    {
        WithLinker();
        Write("native/build.sh", "#!/bin/sh\necho 'tiffio.h: no such file'\nexit 1\n");
        Write("native/out/libomefs_codecs.so", "of an earlier build");
        Commands.Run(["chown", "-R", "65534:65534", Path.Combine(_home, "native")]);
        var ran = Install();
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.Contains("tiffio.h: no such file", ran.Error, StringComparison.Ordinal);
        Assert.Contains("Note: JPEG 2000, JPEG XL, JPEG XR, WebP, LERC and LZMA will be refused, since the native codec library is not built", ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_home, "native/out")));
    }

    [SkippableFact]
    public void What_is_not_ours_is_left()
    {
        WithLinker();
        Write("prefix/lib/omefs/theirs", "");
        var ran = Install();
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains("is not ours", StringComparison.Ordinal), ran.ToString());
        Assert.True(File.Exists(Path.Combine(_home, "prefix/lib/omefs/theirs")));
    }

    private static void SkipWithoutRoot() => Skip.IfNot(Environment.IsPrivilegedProcess, "only root can become another user");

    private void WithLinker()
    {
        SkipWithoutRoot();
        foreach (var name in (string[])["gcc", "cc"])
            File.CreateSymbolicLink(Path.Combine(_home, "bin", name), $"/usr/bin/{name}");
    }

    private string Called() => File.ReadAllText(Path.Combine(_home, "called"));

    private void Write(string name, string text)
    {
        var path = Path.Combine(_home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    private Finished Install(params string[] options) =>
        Commands.Run(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "-i", $"HOME={_home}", $"PATH={_home}/bin", "LC_ALL=C.UTF-8",
                $"OMEFS={Path.GetDirectoryName(Repository.Omefs)}", "bash", Path.Combine(_home, "install.sh"), "--prefix", Path.Combine(_home, "prefix"), .. options],
            seconds: 120);
}
