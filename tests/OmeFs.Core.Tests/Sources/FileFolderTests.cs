using System.Diagnostics;
using System.Reflection;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.Tests.Sources;

public sealed class FileFolderTests : IDisposable
{
    private const int MostOpen = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("omefs-tests-");
    private readonly FileFolder _opened;

    public FileFolderTests()
    {
        Directory.CreateDirectory(PathOf("sub"));
        for (var i = 0; i < 20; i++)
            File.WriteAllBytes(PathOf($"sub/{i}.tif"), [(byte)i, 99]);
        _opened = new FileFolder(_folder.FullName, [], null, MostOpen);
    }

    public void Dispose()
    {
        _opened.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_no_file_is_null_and_a_folder_without_names_is_empty()
    {
        Assert.Null(await _opened.TryOpenAsync("sub/gone.tif"));
        Assert.Null(await _opened.TryOpenAsync("sub"));
        Assert.Null(await _opened.TryOpenAsync("gone/0.tif"));
        Assert.Empty(await _opened.NamesAsync("gone", 100));
        Assert.Empty(await _opened.NamesAsync("", 100));
        Assert.Equal(20, (await _opened.NamesAsync("sub", 100)).Count);
        Assert.Equal(7, (await _opened.NamesAsync("sub", 7)).Count);
    }

    [SkippableFact]
    public async Task Many_files_are_read_with_few_open()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "counts open files in /proc");
        var sources = await OpenAllAsync();
        for (var round = 0; round < 3; round++)
            for (var i = 0; i < sources.Count; i++)
            {
                Assert.Equal(i, await FirstAsync(sources[i]));
                Assert.InRange(OpenFiles(), 1, MostOpen);
            }
        _opened.Dispose();
        Assert.Equal(0, OpenFiles());
    }

    [Fact]
    public async Task Many_readers_at_once_get_each_file_its_own_bytes()
    {
        var sources = await OpenAllAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 4000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
            Assert.Equal(i * 7 % 20, await FirstAsync(sources[i * 7 % 20])));
        if (OperatingSystem.IsLinux())
            Assert.InRange(OpenFiles(), 1, MostOpen);
    }

    [Fact]
    public async Task A_file_that_changed_while_it_was_closed_is_never_read()
    {
        var sources = await OpenAllAsync();
        File.WriteAllBytes(PathOf("sub/0.tif"), [77, 77]);
        File.SetLastWriteTimeUtc(PathOf("sub/0.tif"), DateTime.UtcNow.AddSeconds(9));
        File.Delete(PathOf("sub/1.tif"));
        foreach (var source in sources.Take(2))
        {
            var fault = await Assert.ThrowsAsync<OmeFsException>(() => FirstAsync(source));
            Assert.Equal(FaultKind.SourceChanged, fault.Kind);
            Assert.Contains(source.Name, fault.Message, StringComparison.Ordinal);
        }
        Assert.Equal(2, await FirstAsync(sources[2]));
    }

    /// <summary>What `rsync --inplace -t` and `touch -r` leave behind: nothing but the time of the last change tells.</summary>
    [SkippableFact]
    public async Task A_file_that_was_rewritten_while_it_was_closed_with_its_time_put_back_is_never_read()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the time of the last change is Linux'");
        var sources = await OpenAllAsync();
        var time = File.GetLastWriteTimeUtc(PathOf("sub/0.tif"));
        File.WriteAllBytes(PathOf("sub/0.tif"), [77, 99]);
        File.SetLastWriteTimeUtc(PathOf("sub/0.tif"), time);
        File.SetUnixFileMode(PathOf("sub/1.tif"), UnixFileMode.UserRead);
        Assert.Equal(FaultKind.SourceChanged, (await Assert.ThrowsAsync<OmeFsException>(() => FirstAsync(sources[0]))).Kind);
        Assert.Equal(1, await FirstAsync(sources[1]));
    }

    /// <summary>The link leads to the very file, by another name: nothing but the policy can tell.</summary>
    [SkippableFact]
    public async Task A_link_that_comes_while_a_file_is_closed_is_refused()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "makes a hard link by ln");
        using var outside = new TemporaryFolder();
        var sources = await OpenAllAsync();
        Process.Start("ln", [PathOf("sub/0.tif"), Path.Join(outside.Path, "same.tif")]).WaitForExit();
        File.Delete(PathOf("sub/0.tif"));
        File.CreateSymbolicLink(PathOf("sub/0.tif"), Path.Join(outside.Path, "same.tif"));
        Assert.Equal(FaultKind.AccessRefused, (await Assert.ThrowsAsync<OmeFsException>(() => FirstAsync(sources[0]))).Kind);
        Assert.Equal(1, await FirstAsync(sources[1]));
    }

    [SkippableFact]
    public async Task Reading_an_open_file_allocates_nothing()
    {
        Skip.If(
            typeof(FileFolder).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true,
            "a debug build makes an object of every async call; run with -c Release");
        var source = (await _opened.TryOpenAsync("sub/5.tif"))!;
        var buffer = new byte[2];
        await source.ReadAtAsync(0, buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            await source.ReadAtAsync(0, buffer);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("omefs-tests-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    private async Task<List<IByteSource>> OpenAllAsync()
    {
        var sources = new List<IByteSource>();
        for (var i = 0; i < 20; i++)
            sources.Add((await _opened.TryOpenAsync($"sub/{i}.tif"))!);
        return sources;
    }

    private static async Task<int> FirstAsync(IByteSource source)
    {
        var buffer = new byte[1];
        await source.ReadAtAsync(0, buffer);
        return buffer[0];
    }

    private int OpenFiles() => Directory.GetFiles("/proc/self/fd").Count(fd =>
        new FileInfo(fd).LinkTarget?.StartsWith(_folder.FullName, StringComparison.Ordinal) == true);

    private string PathOf(string path) => Path.Join(_folder.FullName, path);
}
