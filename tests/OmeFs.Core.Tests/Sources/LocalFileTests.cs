using System.Diagnostics;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.Tests.Sources;

/// <summary>Files and folders by names of any bytes. Python makes them: .NET itself has no way to.</summary>
public sealed class LocalFileTests : IDisposable
{
    private static readonly string[] Escaped = ["10\\xb5m.tif", "10\\xc2\\xb5m.tif", "lat\\xe9.tif", "lat\\xef\\xbf\\xbd.tif", "\\xff", "\\xed\\xb2\\x80", "\\x8f\\xea\\x96\\xc1"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("omefs-tests-");

    public void Dispose() => Python("import os, shutil; shutil.rmtree(os.getcwdb())");

    [SkippableFact]
    public async Task Files_are_opened_listed_and_seen_by_names_of_any_bytes()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "names of any bytes are Linux'");
        Python(string.Join("; ", Escaped.Select((name, i) => $"open(b'{name}', 'wb').write(bytes([{i}]))")));
        var names = Escaped.Select(name => NameText.Of(NameTextTests.Bytes(name))).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), LocalFolder.Entries(_folder.FullName).Select(entry => entry.Name).Order(StringComparer.Ordinal));
        for (var i = 0; i < names.Count; i++)
        {
            var path = Path.Join(_folder.FullName, names[i]);
            Assert.Equal(FileForm.File, FileStatus.OfPath(path).Form);
            using var source = FileSource.Open(path);
            var only = new byte[1];
            await source.ReadAtAsync(0, only);
            Assert.Equal(i, only[0]);
        }
    }

    [SkippableFact]
    public async Task Folders_and_sets_have_names_of_any_bytes_too()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "names of any bytes are Linux'");
        Python("import os; os.mkdir(b's\\xe9t'); open(b's\\xe9t/a\\xb5.tif', 'wb').write(b'x'); os.symlink(b's\\xe9t/a\\xb5.tif', b'link')");
        var folder = Path.Join(_folder.FullName, "s\udce9t");
        Assert.True(LocalFolder.Exists(folder));
        using var files = new FileFolder(folder, []);
        Assert.Equal(["a\udcb5.tif"], await files.NamesAsync("", 10));
        Assert.NotNull(await files.TryOpenAsync("a\udcb5.tif"));
        Assert.Equal("s\udce9t/a\udcb5.tif", LinuxCalls.LinkAt(Path.Join(_folder.FullName, "link")));
        using var source = FileSource.Open(Path.Join(_folder.FullName, "link"), FilePolicy.Only(Path.Join(folder, "a\udcb5.tif")));
        Assert.Equal(FaultKind.AccessRefused, Assert.Throws<OmeFsException>(() => FileSource.Open(Path.Join(_folder.FullName, "link"), FilePolicy.Only(folder))).Kind);
    }

    /// <summary>Opening some of these would wait for ever, or do something.</summary>
    [SkippableTheory]
    [InlineData("os.mkfifo('x')", FaultKind.Unsupported, "not a regular file")]
    [InlineData("import socket; socket.socket(socket.AF_UNIX).bind('x')", FaultKind.Unsupported, "not a regular file")]
    [InlineData("os.symlink('/dev/zero', 'x')", FaultKind.Unsupported, "not a regular file")]
    [InlineData("os.symlink('/dev/tty', 'x')", FaultKind.Unsupported, "not a regular file")]
    [InlineData("os.mkdir('x')", FaultKind.Unsupported, "a folder")]
    [InlineData("os.symlink('.', 'x')", FaultKind.Unsupported, "a folder")]
    [InlineData("os.mkfifo('p'); os.symlink('p', 'x')", FaultKind.Unsupported, "not a regular file")]
    [InlineData("os.symlink('x', 'x')", FaultKind.NotFound, "circle")]
    [InlineData("os.symlink('y', 'x'); os.symlink('x', 'y')", FaultKind.NotFound, "circle")]
    [InlineData("os.symlink('gone', 'x')", FaultKind.NotFound, "no such file")]
    [InlineData("", FaultKind.NotFound, "no such file")]
    public void What_is_no_regular_file_is_refused_at_once(string python, FaultKind kind, string says)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "kinds of files are Linux'");
        Python("import os; " + python);
        var fault = Assert.Throws<OmeFsException>(() => FileSource.Open(Path.Join(_folder.FullName, "x")));
        Assert.Equal(kind, fault.Kind);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_no_path_leads_nowhere() => Assert.All(["", "a\0b", "\ud83d"], (string path) =>
    {
        Assert.Equal(FaultKind.NotFound, Assert.Throws<OmeFsException>(() => FileSource.Open(path)).Kind);
        Assert.False(LocalFolder.Exists(path));
        Assert.Equal(FaultKind.NotFound, Assert.Throws<OmeFsException>(() => LocalFolder.Entries(path)).Kind);
    });

    private void Python(string script)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { WorkingDirectory = _folder.FullName };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        using var python = Process.Start(start)!;
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
    }
}
