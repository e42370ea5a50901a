using System.Diagnostics;
using OmeFs.Core.Folders;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.Folders;

/// <summary>Names of files and folders are bytes: each is shown as it is, and none costs the others anything.</summary>
public sealed class FolderNamesTests : IDisposable
{
    private readonly FolderRig _rig = new();

    public FolderNamesTests() => Skip.IfNot(OperatingSystem.IsLinux(), "names are bytes on Linux");

    /// <summary>As printf(1) spells them.</summary>
    public static TheoryData<string> Spellings =>
    [
        @"10\265m", @"lat\351", @"lat\357\277\275", @"\377\376", @"cut\303", @"\200", @"surrogate\355\240\200", @"overlong\300\257", @"f8\370\210\200\200\200",
        @"new\nline", @"bell\007", @"\033[31m", @"tab\t", @" blank ", @"NFC\303\251", @"NFD" + @"e\314\201", @"back\134slash", @"-rf", @"emoji\360\237\230\200",
    ];

    [SkippableTheory, MemberData(nameof(Spellings))]
    public async Task An_image_of_any_name_is_shown_read_and_watched(string spelling)
    {
        _rig.Write("good.tif", "good");
        Put($"{spelling}.tif", "old");
        byte[] name = [.. Bytes(spelling), .. ".ome.zarr"u8];
        Assert.Equal(Sorted(name, "good.ome.zarr"u8.ToArray()), await NamesAsync(NodeId.Root));
        var image = await _rig.Tree.LookupAsync(NodeId.Root, name);
        Assert.Equal("old", await FolderRig.ReadAsync(_rig.Tree, (await _rig.Tree.LookupAsync(image.Id, "bytes"u8)).Id));
        Put($"{spelling}.tif", "new one");
        _rig.Watcher.TellAll();
        await FolderRig.UntilAsync(() => _rig.Changes.Any(change => change.Name is { } changed && changed.AsSpan().SequenceEqual(name)));
        var now = await _rig.Tree.LookupAsync(NodeId.Root, name);
        Assert.NotEqual(image.Id, now.Id);
        Assert.Equal("new one", await FolderRig.ReadAsync(_rig.Tree, (await _rig.Tree.LookupAsync(now.Id, "bytes"u8)).Id));
        Assert.Equal(now, await _rig.Mount().StatAsync(now.Id));
    }

    [SkippableTheory, MemberData(nameof(Spellings))]
    public async Task A_folder_of_any_name_is_listed_and_watched(string spelling)
    {
        Put($"{spelling}/one.tif", "1");
        var tree = _rig.Mount(inotify: true);
        var folder = (await tree.LookupAsync(NodeId.Root, Bytes(spelling))).Id;
        Assert.Equal(["one.ome.zarr"], (await FolderRig.EntriesAsync(tree, folder)).Select(entry => entry.Name));
        Put($"{spelling}/two\\351.tif", "2");
        byte[] two = [.. Bytes(@"two\351"), .. ".ome.zarr"u8];
        await FolderRig.UntilAsync(() => tree.LookupAsync(folder, two).AsTask().Result.Exists);
    }

    /// <summary>Once they were: "lat" and U+FFFD for both, and a dictionary of names threw.</summary>
    [SkippableFact]
    public async Task Names_that_look_alike_are_all_shown()
    {
        string[] spellings = [@"lat\351", @"lat\357\277\275", @"lat\352", @"lat\303\251", @"late\314\201", "LAT", "lat", "Lat"];
        foreach (var spelling in spellings)
            Put($"{spelling}.tif", spelling);
        foreach (var spelling in spellings)
        {
            var image = await _rig.Tree.LookupAsync(NodeId.Root, [.. Bytes(spelling), .. ".ome.zarr"u8]);
            Assert.Equal(spelling, await FolderRig.ReadAsync(_rig.Tree, (await _rig.Tree.LookupAsync(image.Id, "bytes"u8)).Id));
        }
        Assert.Equal(spellings.Length, (await NamesAsync(NodeId.Root)).Count);
    }

    [SkippableFact]
    public async Task Files_of_a_set_may_have_such_names()
    {
        Put(@"a\351.ome.tif", "1");
        Put(@"b\351.ome.tif", "2");
        var (a, b) = (NameText.Of(Bytes(@"a\351")) + ".ome.tif", NameText.Of(Bytes(@"b\351")) + ".ome.tif");
        _rig.Images.Sets[a] = _rig.Images.Sets[b] = new SetNames([b]);
        Assert.Single(await NamesAsync(NodeId.Root));
    }

    [SkippableFact]
    public async Task What_is_not_shown_is_counted_by_kind()
    {
        foreach (var name in (string[])["a.tif", "b.czi", "c.CZI", "README", "sub/d.png", ".hidden", "x.a-very-long-extension", "e.zarr/.zgroup"])
            _rig.Write(name, "x");
        Directory.CreateSymbolicLink(_rig["link"], "/etc");
        Directory.CreateSymbolicLink(_rig["folder.tif"], "/etc");
        File.CreateSymbolicLink(_rig["out.tif"], "/etc/passwd");
        File.CreateSymbolicLink(_rig["nowhere.tif"], "gone.tif");
        Shell("mkfifo \"$1/p.tif\" \"$1/q\"");
        await _rig.Tree.CountAsync();
        Assert.Equal(
            [".czi 2", ".zarr 1", "devices, pipes and sockets 2", "links out of the folder or to nothing 2", "links to folders 2", "without extension 2"],
            Lines(_rig.Tree.CountNotShown()));
        await _rig.NamesAsync("sub");
        Assert.Contains(".png 1", Lines(_rig.Tree.CountNotShown()));
    }

    /// <summary>255 bytes are NAME_MAX; ".ome.zarr" takes nine.</summary>
    [SkippableTheory]
    [InlineData(246, "n")]
    [InlineData(123, "\u00E9")]
    public async Task An_image_whose_name_would_be_too_long_is_reported_with_what_to_do(int count, string letter)
    {
        var longest = string.Concat(Enumerable.Repeat(letter, count));
        _rig.Write($"{longest}.tif", "fits");
        _rig.Write($"{longest}n.tif", "x");
        Assert.Equal([$"{longest}.ome.zarr"], await _rig.NamesAsync());
        Assert.Contains("256 bytes, and 255 are possible: give the file a shorter name", Assert.Single(_rig.Tree.WhyNotShown()), StringComparison.Ordinal);
        var images = new List<FolderImage>();
        await foreach (var image in _rig.Tree.ImagesAsync())
            images.Add(image);
        Assert.Equal([FaultKind.LimitExceeded], images.Where(image => image.Fault is not null).Select(image => image.Fault!.Kind));
        Assert.Equal(2, images.Count);
    }

    public void Dispose() => _rig.Dispose();

    private void Put(string spelling, string text) => Shell(
        "name=$(printf -- \"$2.\"); name=${name%.}; mkdir -p -- \"$(dirname -- \"$1/$name\")\"; printf %s \"$3\" >\"$1/$name\"", spelling.Replace("%", "%%", StringComparison.Ordinal), text);

    private void Shell(string script, params string[] arguments)
    {
        using var process = Process.Start("/bin/sh", ["-c", script, "sh", _rig.Path, .. arguments]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>What printf(1) makes of the spelling.</summary>
    private static byte[] Bytes(string spelling)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < spelling.Length; at++)
            if (spelling[at] != '\\')
                bytes.Add((byte)spelling[at]);
            else if (spelling[++at] is 'n' or 't')
                bytes.Add(spelling[at] == 'n' ? (byte)'\n' : (byte)'\t');
            else
            {
                bytes.Add(Convert.ToByte(spelling[at..(at + 3)], 8));
                at += 2;
            }
        return [.. bytes];
    }

    private async Task<List<string>> NamesAsync(NodeId folder) =>
        [.. (await FolderRig.EntriesAsync(_rig.Tree, folder)).Select(entry => Convert.ToHexString(entry.Text.Span)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Sorted(params byte[][] names) => names.Select(Convert.ToHexString).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Lines(IReadOnlyDictionary<string, int> kinds) =>
        kinds.Select(kind => $"{kind.Key} {kind.Value}").Order(StringComparer.Ordinal);
}
