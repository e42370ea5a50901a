using System.Diagnostics;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.Tests.Sources;

/// <summary>A file whose time of modification says that nothing has happened to it.</summary>
public sealed class FileStampTests : IDisposable
{
    private const int Small = 1_000, Large = 300_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("omefs-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Written in place: the inode number, the size and the time stay. In the last ones attributes are changed too, which would be a reason.</summary>
    [SkippableTheory]
    [InlineData("cat new > a; touch -r ref a")]
    [InlineData("cp --no-preserve=mode new a; touch -r ref a")]
    [InlineData("dd if=new of=a conv=notrunc bs=1000 status=none; touch -r ref a")]
    [InlineData("printf x | dd of=a conv=notrunc bs=1 seek=777 status=none; touch -r ref a")]
    [InlineData("truncate -s 0 a; cat new > a; touch -d @1577934245 a")]
    [InlineData("/usr/bin/python3 -c \"import mmap, os; f = open('a', 'r+b'); m = mmap.mmap(f.fileno(), 0); m[777] = 0; m.flush(); os.utime('a', (1577934245, 1577934245))\"")]
    [InlineData("cat new > a; touch -r ref a; chmod 600 a")]
    [InlineData("cat new > a; touch -r ref a; ln a b")]
    [InlineData("cat new > a; touch -r ref a; mv a b")]
    public async Task Contents_that_were_rewritten_with_the_time_put_back_have_changed(string command)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the time of the last change is Linux'");
        foreach (var length in (int[])[Small, Large])
        {
            using var source = Make(length);
            Run(command);
            Assert.Equal(FaultKind.SourceChanged, (await Assert.ThrowsAsync<OmeFsException>(() => ReadAsync(source))).Kind);
            Assert.Equal(FaultKind.SourceChanged, (await Assert.ThrowsAsync<OmeFsException>(() => ReadAsync(source))).Kind);
        }
    }

    [SkippableTheory]
    [InlineData("chmod 600 a")]
    [InlineData("chmod 600 a; chmod 640 a")]
    [InlineData("ln a b")]
    [InlineData("ln a b; chmod 600 b")]
    [InlineData("mv a b")]
    [InlineData("mkdir c; mv a c/a")]
    [InlineData("rm a")]
    [InlineData("ln a b; rm a")]
    [InlineData("cat a > /dev/null")]
    public async Task Attributes_and_names_that_were_changed_are_no_other_contents(string command)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the time of the last change is Linux'");
        foreach (var length in (int[])[Small, Large])
        {
            using var source = Make(length);
            Run(command);
            Assert.Equal(source.Length, await ReadAsync(source));
            Run("test ! -e b || chmod 400 b; test ! -e a || chmod 400 a");
            Assert.Equal(source.Length, await ReadAsync(source));
        }
    }

    /// <summary>Nothing shows of what was changed: only a small file can be compared as a whole.</summary>
    [SkippableTheory]
    [InlineData("touch -r ref a")]
    [InlineData("chmod 600 a; chmod 644 a")]
    [InlineData("ln a b; rm b")]
    public async Task Without_a_reason_that_shows_all_contents_must_be_the_same(string command)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the time of the last change is Linux'");
        using (var small = Make(Small))
        {
            Run(command);
            Assert.Equal(Small, await ReadAsync(small));
        }
        using var large = Make(Large);
        Run(command);
        Assert.Equal(FaultKind.SourceChanged, (await Assert.ThrowsAsync<OmeFsException>(() => ReadAsync(large))).Kind);
    }

    /// <summary>Numbers and handles that outlive a mount are made of it.</summary>
    [SkippableFact]
    public void The_identity_does_not_depend_on_attributes()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the time of the last change is Linux'");
        using var before = Make(Small);
        Run("chmod 600 a; ln a b");
        using var after = FileSource.Open(PathOf("a"));
        Assert.Equal(before.Identity, after.Identity);
    }

    [SkippableFact]
    public async Task A_file_that_is_opened_again_must_be_the_same_version()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the time of the last change is Linux'");
        var stamps = new FileStamps();
        Make(Large).Dispose();
        FileSource.Open(PathOf("a"), null, stamps).Dispose();
        Run("chmod 600 a");
        using (var again = FileSource.Open(PathOf("a"), null, stamps))
            Assert.Equal(Large, await ReadAsync(again));
        Run("ln a b; rm b; chmod 640 a");
        FileSource.Open(PathOf("a"), null, stamps).Dispose();
        Run("cat new > a; touch -r ref a");
        Assert.Equal(FaultKind.SourceChanged, Assert.Throws<OmeFsException>(() => FileSource.Open(PathOf("a"), null, stamps)).Kind);
    }

    private FileSource Make(int length)
    {
        Run("rm -rf a b c");
        File.WriteAllBytes(PathOf("a"), [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))]);
        File.WriteAllBytes(PathOf("new"), [.. Enumerable.Range(0, length).Select(i => (byte)(i * 11))]);
        Run("chmod 644 a; touch -d @1577934245 a ref");
        return FileSource.Open(PathOf("a"));
    }

    /// <summary>Times of files go by the kernel's clock, which ticks some hundred times a second.</summary>
    private void Run(string command)
    {
        Thread.Sleep(20);
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = _folder.FullName })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    private static async Task<long> ReadAsync(FileSource source)
    {
        var bytes = new byte[source.Length];
        await source.ReadAtAsync(0, bytes);
        Assert.Equal(unchecked((byte)(777 * 7)), bytes[777]);
        return bytes.Length;
    }

    private string PathOf(string name) => Path.Join(_folder.FullName, name);
}
