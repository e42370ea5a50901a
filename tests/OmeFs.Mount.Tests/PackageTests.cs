namespace OmeFs.Mount.Tests;

/// <summary>
/// The Debian package of packaging/build.sh, made of the program under test: installed, used and removed in a Debian that has nothing but what
/// the package depends on (tests/clean.sh). Nothing of that Debian is changed: all is written over it, in memory.
/// </summary>
public sealed class PackageTests : IDisposable
{
    /// <summary>$1: the Debian, $2: the package, $3: the fixtures.</summary>
    private const string Outside = """
        set -eu
        mount -t tmpfs none "$0"
        mkdir "$0/up" "$0/work" "$0/root"
        mount -t overlay -o "lowerdir=$1,upperdir=$0/up,workdir=$0/work" none "$0/root"
        mount -t proc none "$0/root/proc" && mount --rbind /dev "$0/root/dev"
        mkdir "$0/root/in" && cp "$2" "$0/root/in/omefs.deb" && cp -r "$3/." "$0/root/in/"
        exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 chroot "$0/root" sh -euc "$4"
        """;

    private const string Inside = """
        find / -xdev -name '*omefs*' -not -path '/proc/*' -not -path /in/omefs.deb -not -path /.omefs-tests >/before
        dpkg -i /in/omefs.deb >/dev/null
        ! ldd /usr/lib/omefs/omefs /usr/lib/omefs/libomefs_codecs.so | grep 'not found' || exit 80
        case $(omefs --version) in "$(dpkg-query -W -f '${Version}' omefs)"*) ;; *) exit 81 ;; esac
        gzip -dc /usr/share/man/man1/omefs.1.gz | grep -q '^[.]TH OMEFS 1' || exit 84
        bash -ec '. /usr/share/bash-completion/completions/omefs; COMP_WORDS=(omefs um) COMP_CWORD=1; _omefs; [ "${COMPREPLY[*]}" = umount ]' || exit 85
        test -s /usr/share/doc/omefs/docs/SEMANTICS.md || exit 87
        test -s /usr/share/zsh/vendor-completions/_omefs && test -s /usr/share/fish/vendor_completions.d/omefs.fish || exit 86
        for file in /in/codec-*.tif; do omefs verify "$file" >/said 2>&1 || { cat /said; exit 82; }; done
        mkdir /in/slides /mnt/folder /mnt/file
        cp /in/stack.tif /in/slides/
        omefs mount /in/slides /mnt/folder >/dev/null
        cat /mnt/folder/stack.ome.zarr/.zattrs >/dev/null
        omefs umount /mnt/folder
        mount -t omefs /in/stack.tif /mnt/file
        test -s /mnt/file/0/.zarray
        umount /mnt/file
        dpkg -r omefs >/dev/null
        find / -xdev -name '*omefs*' -not -path '/proc/*' -not -path /in/omefs.deb -not -path /.omefs-tests -not -path '/var/log/*' | diff /before - || exit 83
        """;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"package-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    public void It_is_installed_used_and_removed(string release)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can run a program in another Debian");
        var debian = Commands.Run([Path.Combine(Repository.Root, "tests/clean.sh"), release, "--made"]);
        Skip.If(debian.ExitCode != 0, debian.Error.Trim());
        var root = Directory.CreateDirectory(Path.Combine(_folder, "root")).FullName;
        var ran = Commands.Run(["unshare", "-m", "sh", "-c", Outside, root, debian.Output.Trim(), Package(".deb"), Files(), Inside], seconds: 240);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    [SkippableFact]
    public void The_archive_runs_where_it_is_unpacked()
    {
        var archive = Package(".tar.gz");
        var ran = Commands.Run(["tar", "-xzf", archive, "-C", _folder]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        var help = Directory.GetDirectories(_folder, "omefs-*").Single();
        Assert.True(File.Exists(Path.Combine(help, "README.txt")) && File.Exists(Path.Combine(help, "share/doc/omefs/docs/SEMANTICS.md")), "documents are missing");
        var program = Path.Combine(Directory.GetDirectories(_folder, "omefs-*").Single(), "omefs");
        var verified = Commands.Run(["env", "-i", "DOTNET_ROOT=/nonexistent", program, "verify", Repository.Fixture("codec-jpeg.tif")]);
        Assert.True(verified.ExitCode == 0, verified.ToString());
    }

    /// <summary>Of both files that are made, the one that ends so.</summary>
    private string Package(string ending)
    {
        var published = Path.GetDirectoryName(Path.GetFullPath(Repository.Omefs))!;
        Skip.If(File.Exists(Path.Combine(published, "omefs.dll")), "the program under test is not the native one");
        Skip.IfNot(File.Exists("/usr/bin/dpkg-shlibdeps"), "dpkg-dev is not installed");
        var made = Commands.Run(["env", $"OMEFS_PUBLISHED={published}", Path.Combine(Repository.Root, "packaging/build.sh"), Path.Combine(_folder, "out")], seconds: 120);
        Assert.True(made.ExitCode == 0, made.ToString());
        return made.Output.Split('\n').Single(line => line.EndsWith(ending, StringComparison.Ordinal));
    }

    private string Files()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "files")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Fixtures, "good"), "codec-*.tif").Append(Repository.Fixture("stack.tif")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }
}
