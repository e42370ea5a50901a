using System.Text.Json;

namespace OmeFs.Mount.Tests;

/// <summary>A folder of files mounted for real: the kernel's caches of names, listings and bytes go with what happens in the folder.</summary>
public sealed class FolderMountTests : IDisposable
{
    private const int EIO = 5, ESTALE = 116;

    private readonly string _source = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"slides-{Guid.NewGuid():N}")).FullName;

    [Fact]
    public void Images_show_what_they_show_when_mounted_alone()
    {
        string[] fixtures = ["pyramid-several-images.ome.tif", "sparse-le.tif", "stack.tif"];
        foreach (var fixture in fixtures)
            Put(fixture, $"a/b/{fixture}");
        using var mounted = Mounted.Open(_source);
        foreach (var fixture in fixtures)
        {
            using var alone = Mounted.Open(Repository.Fixture(fixture));
            var image = Path.Combine(mounted.Point, "a/b", fixture.Split('.')[0] + ".ome.zarr");
            Assert.Equal(Bytes(alone.Point), Bytes(image));
        }
    }

    [Fact]
    public void A_listing_of_two_thousand_files_opens_none()
    {
        for (var i = 0; i < 2_000; i++)
            File.CreateSymbolicLink(Path.Combine(_source, $"image{i:0000}.tif"), "real.tif");
        Put("stack.tif", "real.tif");
        // Not in the folder: a line of it would be a change there, for which all names are looked at again.
        var log = $"{_source}.log";
        using var mounted = Mounted.Open(_source, false, "--log-level=debug", $"--log-file={log}");
        Assert.Equal(2_001, Directory.EnumerateFileSystemEntries(mounted.Point).Select(path => new DirectoryInfo(path).LastWriteTime).Count());
        Assert.DoesNotContain("is open", File.ReadAllText(log), StringComparison.Ordinal);
        Assert.DoesNotContain(OpenFiles(mounted), file => file.EndsWith(".tif", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(mounted.Point, "image1234.ome.zarr/.zattrs")));
        Assert.Single(OpenFiles(mounted), Path.Combine(_source, "real.tif"));
    }

    [Fact]
    public void New_changed_and_removed_files_are_seen_though_the_kernel_remembers_listings_and_absences()
    {
        Put("stack.tif", "sub/one.tif");
        using var mounted = Mounted.Open(_source);
        var folder = Path.Combine(mounted.Point, "sub");
        var two = Path.Combine(folder, "two.ome.zarr");
        Assert.Equal(["one.ome.zarr"], Names(folder));
        Assert.Equal(["sub"], Names(mounted.Point));
        Assert.False(Directory.Exists(two));

        // Nobody has asked for this name: nothing but the listing itself can be taken back.
        Put("stack.tif", "sub/new.tif");
        Becomes(() => Names(folder).SequenceEqual(["new.ome.zarr", "one.ome.zarr"]));
        File.Delete(Path.Combine(_source, "sub/new.tif"));
        Put("sparse-le.tif", "sub/two.tif");
        Becomes(() => Directory.Exists(two));
        Becomes(() => Names(folder).SequenceEqual(["one.ome.zarr", "two.ome.zarr"]));
        Assert.NotEmpty(Bytes(two));
        File.Delete(Path.Combine(_source, "sub/two.tif"));
        Becomes(() => !Directory.Exists(two));
        Becomes(() => Names(folder).SequenceEqual(["one.ome.zarr"]));
        Directory.Move(Path.Combine(_source, "sub"), Path.Combine(_source, "moved"));
        Becomes(() => Names(mounted.Point).SequenceEqual(["moved"]) && !Directory.Exists(folder));
        Assert.NotEmpty(Bytes(Path.Combine(mounted.Point, "moved/one.ome.zarr")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_replaced_image_shows_the_new_pixels_and_who_has_it_open_gets_errors_never_a_mixture(bool inPlace)
    {
        Put("rows-bands.tif", "image.tif");
        using var mounted = Mounted.Open(_source);
        var image = Path.Combine(mounted.Point, "image.ome.zarr");
        var old = Bytes(image);
        var chunks = old.Keys.Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])).ToArray();
        var handles = chunks.ToDictionary(path => path, path => File.OpenHandle(Path.Combine(image, path)));
        DropCaches();
        Replace(inPlace);
        using (var alone = Mounted.Open(Path.Combine(_source, "image.tif")))
            foreach (var path in chunks)
            {
                var now = File.ReadAllBytes(Path.Combine(alone.Point, path));
                Assert.NotEqual(old[path], now);
                Becomes(() => Chunk(image, path)?.SequenceEqual(now) == true);
            }
        foreach (var (path, handle) in handles)
            using (handle)
                OldOrError(handle, old[path]);
    }

    [Fact]
    public void A_broken_file_spoils_no_other()
    {
        File.Copy(Path.Combine(Repository.Fixtures, "malformed/not-a-tiff-text.tif"), Path.Combine(_source, "broken.tif"));
        Put("stack.tif", "good.tif");
        using var mounted = Mounted.Open(_source);
        Assert.Equal(["broken.ome.zarr", "good.ome.zarr"], Names(mounted.Point));
        Assert.Equal(EIO, Assert.ThrowsAny<IOException>(() => Names(Path.Combine(mounted.Point, "broken.ome.zarr"))).HResult);
        Assert.NotEmpty(Bytes(Path.Combine(mounted.Point, "good.ome.zarr")));
        Put("sparse-le.tif", "broken.tif");
        Becomes(() => File.Exists(Path.Combine(mounted.Point, "broken.ome.zarr/.zattrs")));
    }

    /// <summary>In old shares, "10\u00b5m" is in Latin-1. Two of the names are one text to those who read names as UTF-8.</summary>
    [Fact]
    public void Names_that_are_not_UTF8_keep_their_bytes()
    {
        Put("stack.tif", "good.tif");
        using var mounted = Mounted.Open(_source);
        const string script = """
            import os, shutil, sys, time
            source, point = map(os.fsencode, sys.argv[1:])
            names = [b"10\xb5m", b"lat\xe9", b"lat\xef\xbf\xbd", b"\xff\xfe", b"new\nline", b"sub\xe9/deep\xe9"]
            os.mkdir(source + b"/sub\xe9")
            for name in names:
                shutil.copy(source + b"/good.tif", source + b"/" + name + b".tif")
            limit = time.monotonic() + 10
            while time.monotonic() < limit and len(os.listdir(point)) < 7:
                time.sleep(0.02)
            shown = [os.path.relpath(os.path.join(folder, name), point) for folder, below, _ in os.walk(point) for name in below if name.endswith(b".ome.zarr")]
            assert sorted(shown) == sorted(name + b".ome.zarr" for name in names + [b"good"]), shown
            for name in names:
                chunk = point + b"/" + name + b".ome.zarr/0/0/0/0/0/0"
                assert open(chunk, "rb").read() == open(point + b"/good.ome.zarr/0/0/0/0/0/0", "rb").read(), name
            os.remove(source + b"/lat\xe9.tif")
            while time.monotonic() < limit and os.path.exists(point + b"/lat\xe9.ome.zarr"):
                time.sleep(0.02)
            assert len(os.listdir(point)) == 6, os.listdir(point)
            """;
        var ran = Commands.Run([Repository.Python, "-c", script, _source, mounted.Point]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        var inspected = Commands.Run([Repository.Omefs, "inspect", "--json", _source]);
        Assert.Contains("10\\\\xb5m.ome.zarr", inspected.Output, StringComparison.Ordinal);
        Commands.Run(["find", _source, "-mindepth", "1", "-delete"]);
    }

    [Fact]
    public void Mount_and_inspect_say_what_is_not_shown()
    {
        Put("stack.tif", "a.tif");
        Put("stack.tif", "b.stk");
        foreach (var name in (string[])["c.czi", "d.CZI", "e.png", new string('n', 250) + ".tif"])
            Put("stack.tif", name);
        using var mounted = Mounted.Open(_source);
        Assert.Equal(["a.ome.zarr", "b.ome.zarr"], Names(mounted.Point));
        var output = string.Join(' ', mounted.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("3 entries of other kinds are not shown: .czi 2, .png 1", output, StringComparison.Ordinal);
        Assert.Contains("give the file a shorter name", output, StringComparison.Ordinal);
        var report = JsonDocument.Parse(Commands.Run([Repository.Omefs, "inspect", "--json", _source]).Output).RootElement;
        Assert.Equal("""{".czi":2,".png":1}""", JsonSerializer.Serialize(report.GetProperty("not_shown").EnumerateObject().OrderBy(kind => kind.Name, StringComparer.Ordinal)
            .ToDictionary(kind => kind.Name, kind => kind.Value.GetInt32())));
        Assert.Equal(3, report.GetProperty("images").GetArrayLength());
    }

    [Theory]
    [InlineData("names")]
    [InlineData("cookies")]
    [InlineData("inodes")]
    [InlineData("parallel")]
    [InlineData("writes")]
    [InlineData("statfs")]
    public void The_folder_is_a_file_system_like_any_other(string check)
    {
        foreach (var fixture in (string[])["stack.tif", "sparse-le.tif"])
            Put(fixture, $"a/{fixture}");
        Put("stack.tif", "b.tif");
        using var mounted = Mounted.Open(_source);
        var ran = PythonCheck.Run([], "conformance.py", check, mounted.Point);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    [Fact]
    public void Handles_open_after_a_remount_by_a_new_daemon()
    {
        Put("stack.tif", "a/stack.tif");
        var taken = Path.Combine(Repository.Scratch, "folder-handles.json");
        using (var first = Mounted.Open(_source))
            File.WriteAllText(taken, PythonCheck.Run([], "handles.py", "take", first.Point).Output);
        using var second = Mounted.Open(_source);
        var ran = PythonCheck.Run([], "handles.py", "use", second.Point, taken);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    [Fact]
    public void A_mountpoint_inside_the_source_is_refused()
    {
        var point = Directory.CreateDirectory(Path.Combine(_source, "zarr")).FullName;
        var ran = Mounted.TryMount(_source, point);
        Assert.True(ran.ExitCode == 1, ran.ToString());
        Assert.Contains("somewhere else", ran.Error, StringComparison.Ordinal);
        Assert.False(MountTable.IsMounted(point));
    }

    [Fact]
    public void Inspect_tells_of_every_image_and_of_what_is_wrong()
    {
        Put("stack.tif", "a/stack.tif");
        File.Copy(Path.Combine(Repository.Fixtures, "malformed/not-a-tiff-text.tif"), Path.Combine(_source, "broken.tif"));
        var ran = Commands.Run([Repository.Omefs, "inspect", "--json", _source]);
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains("1 of 2 images cannot be shown", StringComparison.Ordinal), ran.ToString());
        var images = JsonDocument.Parse(ran.Output).RootElement.GetProperty("images").EnumerateArray().ToArray();
        Assert.Equal(["a/stack.ome.zarr", "broken.ome.zarr"], images.Select(image => image.GetProperty("path").GetString()));
        Assert.Equal([null, "<u2"], images.Select(image => image.GetProperty("dtype").GetString()).Reverse());
        Assert.Contains("not a TIFF", images[1].GetProperty("fault").GetString(), StringComparison.Ordinal);
        Assert.Contains("stack.ome.zarr", Commands.Run([Repository.Omefs, "inspect", _source]).Output, StringComparison.Ordinal);
    }

    /// <summary>Half of a copy: its OME-XML, at the end of the whole file, is lost, and so are the channels.</summary>
    [Fact]
    public void An_image_that_is_cut_short_is_shown_and_inspect_and_the_log_say_so()
    {
        var bytes = File.ReadAllBytes(Repository.Fixture("ome-classic-le-none-tiles.ome.tif"));
        var entry = BitConverter.ToInt32(bytes, 4) + 2;
        while (BitConverter.ToUInt16(bytes, entry) != 270)
            entry += 12;
        BitConverter.TryWriteBytes(bytes.AsSpan(entry + 8), bytes.Length + 1000);
        File.WriteAllBytes(Path.Combine(_source, "half.ome.tif"), bytes);
        Put("stack.tif", "stack.tif");
        const string Says = "270 ImageDescription of IFD 0 is outside of the file";
        var ran = Commands.Run([Repository.Omefs, "inspect", _source]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.Matches($"note: half.ome.zarr: .*{Says}", ran.Output);
        var images = JsonDocument.Parse(Commands.Run([Repository.Omefs, "inspect", "--json", _source]).Output).RootElement.GetProperty("images").EnumerateArray().ToArray();
        Assert.Contains(images[0].GetProperty("notices").EnumerateArray(), notice => notice.GetString()!.Contains(Says, StringComparison.Ordinal));
        Assert.Empty(images[1].GetProperty("notices").EnumerateArray());
        var log = $"{_source}.log";
        using (var mounted = Mounted.Open(_source, false, $"--log-file={log}"))
            for (var i = 0; i < 2; i++)
                Assert.NotEmpty(Names(Path.Combine(mounted.Point, "half.ome.zarr")));
        Assert.Single(File.ReadAllLines(log), line => line.Contains("WRN", StringComparison.Ordinal) && line.Contains($"half.ome.tif: tag {Says}", StringComparison.Ordinal));
    }

    /// <summary>Files by Bio-Formats: a companion and five files that only point to it.</summary>
    [SkippableFact]
    public void A_real_set_appears_once()
    {
        Repository.SkipWithoutCorpus();
        var folder = Path.Combine(Repository.SharedCorpus, "hms-dbmi+viv/sites/avivator/data");
        foreach (var file in Directory.EnumerateFiles(folder, "multifile*"))
            File.Copy(file, Path.Combine(_source, Path.GetFileName(file)));
        Put("ome-order-xyczt.ome.tif", "alone.ome.tif");
        using var mounted = Mounted.Open(_source);
        Assert.Equal(["alone.ome.zarr", "multifile.ome.zarr"], Names(mounted.Point));
    }

    public void Dispose() => Directory.Delete(_source, recursive: true);

    private void Put(string fixture, string name)
    {
        var path = Path.Combine(_source, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(Repository.Fixture(fixture), path, overwrite: true);
    }

    /// <summary>With an image whose structure is the same and whose pixels are all others.</summary>
    private void Replace(bool inPlace)
    {
        var path = Path.Combine(_source, "image.tif");
        var made = Path.Combine(_source, "image.new");
        var ran = Commands.Run([Repository.Python, "-c",
            "import sys,tifffile as t\nb=bytearray(open(sys.argv[1],'rb').read())\n"
            + "for o,n in zip(*(lambda p:(p.dataoffsets,p.databytecounts))(t.TiffFile(sys.argv[1]).pages[0])):\n b[o:o+n]=bytes(255-x for x in b[o:o+n])\n"
            + "open(sys.argv[2],'wb').write(b)", path, made]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        if (inPlace)
            File.WriteAllBytes(path, File.ReadAllBytes(made));
        else
            File.Move(made, path, overwrite: true);
    }

    private static void OldOrError(Microsoft.Win32.SafeHandles.SafeFileHandle handle, byte[] old)
    {
        try
        {
            var bytes = new byte[old.Length];
            Assert.Equal(old.Length, RandomAccess.Read(handle, bytes, 0));
            Assert.Equal(old, bytes);
        }
        catch (IOException fault)
        {
            Assert.Contains(fault.HResult, (int[])[EIO, ESTALE]);
        }
    }

    private static void DropCaches() => File.WriteAllText("/proc/sys/vm/drop_caches", "1");

    /// <summary>Null where it cannot be read just now.</summary>
    private static byte[]? Chunk(string image, string path)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(image, path));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Becomes(Func<bool> holds) => Assert.True(MountTable.WaitUntil(holds), "it was not seen");

    private static string[] Names(string folder) => [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static SortedDictionary<string, byte[]> Bytes(string root) => new(
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(root, path), File.ReadAllBytes),
        StringComparer.Ordinal);

    private static string[] OpenFiles(Mounted mounted) =>
        [.. Directory.EnumerateFiles($"/proc/{Assert.Single(MountTable.Daemons(mounted.Point))}/fd").Select(path => new FileInfo(path).LinkTarget).OfType<string>()];
}
