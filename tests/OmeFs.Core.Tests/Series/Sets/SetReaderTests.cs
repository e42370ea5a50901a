using System.Diagnostics;
using System.Reflection;
using OmeFs.Core.Arrays;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;
using static OmeFs.Core.Tests.Series.Sets.TestSet;

namespace OmeFs.Core.Tests.Series.Sets;

/// <summary>How the files of a set are found, rule by rule, and what of them is shown.</summary>
public sealed class SetReaderTests : IDisposable
{
    private readonly TestSet _set = new();

    public void Dispose() => _set.Dispose();

    [Theory]
    [InlineData("a.tif", "b.tif")]
    [InlineData("a.tif", "deep/er/b.tif")]
    [InlineData("a.tif", "./b.tif")]
    [InlineData("a.tif", "B.TIF")]
    [InlineData("a.tif", "deep/B.tif")]
    [InlineData("a.tif", "/data/lab/b.tif")]
    [InlineData("a.tif", "C:\\data\\b.tif")]
    [InlineData("a.tif", "../b.tif")]
    [InlineData("a.tif", "deep/../../b.tif")]
    [InlineData("a.tif", "no/longer/b.tif")]
    [InlineData("./a.tif", "b.tif")]
    [InlineData("/data/lab/A.tif", "deep\\er\\b.tif")]
    public async Task Files_are_found_by_their_names(string first, string second)
    {
        _set.Tiff("a.tif", Document("A", 2, Plane(0, first, "A"), Plane(1, second, "B")), 10)
            .Tiff("b.tif", null, 20).Tiff("deep/b.tif", null, 20).Tiff("deep/er/b.tif", null, 20);
        Assert.Equal([10, 20], await _set.ReadAsync("a.tif"));
        Assert.Equal(2, _set.Source.Files);
        Assert.Contains("set of 2 files", _set.Source.Format, StringComparison.Ordinal);
        Assert.DoesNotContain(_set.Folder.Asked, path => path.Contains("..", StringComparison.Ordinal) || path.StartsWith('/') || path.Contains(':', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_with_folders_means_that_file_before_one_beside()
    {
        _set.Tiff("a.tif", Document(null, 2, Plane(0, "a.tif", null), Plane(1, "deep/a.tif", null)), 10).Tiff("deep/a.tif", null, 20);
        Assert.Equal([10, 20], await _set.ReadAsync("a.tif"));
    }

    [Fact]
    public async Task Any_file_with_the_whole_document_shows_the_same()
    {
        string[] planes = [Plane(0, "a.tif", "A"), Plane(1, "b.tif", "B"), Plane(2, "c.tif", "C", ifd: 1)];
        _set.Tiff("a.tif", Document("A", 3, planes), 10).Tiff("b.tif", Document("B", 3, planes), 20).Tiff("c.tif", Document("C", 3, planes), 0, 30);
        await _set.OpenAsync("a.tif");
        var identity = _set.Source.Identity;
        foreach (var entry in (string[])["a.tif", "b.tif", "c.tif"])
        {
            Assert.Equal([10, 20, 30], await _set.ReadAsync(entry));
            Assert.Equal(identity, _set.Source.Identity);
            Assert.Empty(_set.Source.Set.Notices);
        }
    }

    [Fact]
    public async Task A_UUID_without_a_name_is_looked_for_in_the_folder()
    {
        _set.Tiff("a.tif", Document("A", 3, Plane(0, null, "A"), Plane(1, null, "B"), Plane(2, null, "c")), 10)
            .Tiff("x1.ome.TIFF", Document("B", 3), 20).Tiff("x2.tif", BinaryOnly("C", "a.tif", "A"), 30).Tiff("x3.tif", null, 40).File("x4.tif", [1, 2, 3]);
        Assert.Equal([10, 20, 30], await _set.ReadAsync("a.tif"));
    }

    [Fact]
    public async Task Where_name_and_UUID_disagree_the_UUID_decides()
    {
        string[] planes = [Plane(0, "a.tif", "A"), Plane(1, "b.tif", "B"), Plane(2, "c.tif", "C")];
        // a and b were swapped, c was renamed and something else took its name.
        _set.Tiff("b.tif", Document("A", 3, planes), 10).Tiff("a.tif", Document("B", 3, planes), 20)
            .Tiff("other.tif", Document("C", 3, planes), 30).Tiff("c.tif", Document("D", 1, Plane(0, null, null)), 99);
        foreach (var entry in (string[])["a.tif", "b.tif", "other.tif"])
            Assert.Equal([10, 20, 30], await _set.ReadAsync(entry));
        Assert.Empty(_set.Source.Set.Notices);
    }

    [Fact]
    public async Task Where_no_file_has_the_UUID_the_name_decides_with_a_notice()
    {
        var copied = Document("A", 2, Plane(0, "a.tif", "A"), Plane(1, "b.tif", "B"));
        _set.Tiff("a.tif", copied, 10).Tiff("b.tif", copied, 20);
        foreach (var entry in (string[])["a.tif", "b.tif"])
            Assert.Equal([10, 20], await _set.ReadAsync(entry));
        Assert.Contains("'b.tif'", Assert.Single(_set.Source.Set.Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A")]
    [InlineData(null)]
    public async Task A_lone_file_asks_nothing_of_its_folder_whatever_its_name(string? uuid)
    {
        _set.Tiff("renamed.tif", Document(uuid, 2, Plane(0, "a.tif", "A"), Plane(1, "a.tif", "A", ifd: 1)), 10, 20).Tiff("a.tif", null, 1, 2);
        Assert.Equal([10, 20], await _set.ReadAsync("renamed.tif"));
        Assert.Empty(_set.Folder.Asked);
        Assert.Equal(1, _set.Source.Files);
    }

    [Fact]
    public async Task A_renamed_file_of_a_set_knows_itself_by_its_UUID()
    {
        _set.Tiff("renamed.tif", Document("A", 2, Plane(0, "a.tif", "A"), Plane(1, "b.tif", "B")), 10).Tiff("b.tif", null, 20);
        Assert.Equal([10, 20], await _set.ReadAsync("renamed.tif"));
    }

    [Theory]
    [InlineData("all.companion.ome", "all.companion.ome")]
    [InlineData("ALL.companion.ome", "all.companion.ome")]
    [InlineData("/lab/all.companion.ome", "all.companion.ome")]
    [InlineData("all.companion.ome", "renamed.companion.ome")]
    [InlineData("meta/all.companion.ome", "meta/all.companion.ome")]
    public async Task BinaryOnly_leads_to_the_companion(string named, string lies)
    {
        var folder = Path.GetDirectoryName(lies)!;
        var beside = folder.Length == 0 ? "" : folder + "/";
        _set.Companion(lies, Document("M", 2, Plane(0, "a.tif", "A"), Plane(1, "b.tif", "B")))
            .Tiff("a.tif", BinaryOnly("A", named, "M"), 10).Tiff($"{beside}a.tif", BinaryOnly("A", named, "M"), 10).Tiff($"{beside}b.tif", BinaryOnly("B", named, "M"), 20);
        Assert.Equal([10, 20], await _set.ReadAsync("a.tif"));
        var identity = _set.Source.Identity;
        if (folder.Length > 0)
            return;
        Assert.Equal([10, 20], await _set.ReadAsync("b.tif"));
        Assert.Equal([10, 20], await _set.ReadAsync(lies));
        Assert.Equal(identity, _set.Source.Identity);
        Assert.Equal("M", _set.Source.Set.Document!.Uuid![9..]);
    }

    [Fact]
    public async Task BinaryOnly_leads_to_a_master()
    {
        _set.Tiff("a.tif", Document("A", 2, Plane(0, null, null), Plane(1, "b.tif", "B")), 10).Tiff("b.tif", BinaryOnly("B", "a.tif", "A"), 20);
        Assert.Equal([10, 20], await _set.ReadAsync("a.tif"));
        Assert.Equal([10, 20], await _set.ReadAsync("b.tif"));
    }

    [Theory]
    [InlineData("gone.companion.ome", "which is not there: to see the whole set, put it into the same folder")]
    [InlineData("../Master.ome.tif", "outside of its folder, where omefs does not look: to see the whole set, open that file")]
    [InlineData("..\\up\\Master.ome.tif", "outside of its folder")]
    [InlineData("deep/../../other.companion.ome", "outside of its folder")]
    [InlineData("/data/gone.companion.ome", "which is not there")]
    [InlineData("", "does not say in which")]
    [InlineData("a.tif", "in turn")]
    [InlineData("pointing.tif", "points to 'a.tif' in turn")]
    [InlineData("text.companion.ome", "which cannot be used")]
    [InlineData("cut.companion.ome", "which cannot be used")]
    [InlineData("plain.tif", "which cannot be used")]
    [InlineData("damaged.tif", "which cannot be used")]
    [InlineData("other.companion.ome", "(BinaryOnly) does not name this file")]
    public async Task A_pointer_that_leads_nowhere_leaves_the_files_own_planes(string pointer, string says)
    {
        string UuidOf(string name) => pointer == name ? "M" : "X";
        _set.Tiff("a.tif", BinaryOnly("A", pointer, pointer == "a.tif" ? "A" : "M"), 10, 11)
            .Tiff("pointing.tif", BinaryOnly(UuidOf("pointing.tif"), "a.tif", "A"), 1).Tiff("plain.tif", null, 1)
            .File("text.companion.ome", "no XML at all"u8.ToArray()).Companion("cut.companion.ome", $"<OME UUID='urn:uuid:{UuidOf("cut.companion.ome")}'><Image")
            .File("damaged.tif", [.. "II*\0"u8, 255, 0, 0, 0])
            .Companion("other.companion.ome", Document(UuidOf("other.companion.ome"), 1, Plane(0, "gone.tif", "G")));
        Assert.Equal([10, 11], await _set.ReadAsync("a.tif"));
        var notice = Assert.Single(_set.Source.Set.Notices);
        Assert.Contains(says, notice, StringComparison.Ordinal);
        Assert.EndsWith("its IFDs are shown as a plain TIFF's", notice, StringComparison.Ordinal);
        Assert.DoesNotContain(_set.Folder.Asked, path => path.Contains("..", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_master_above_is_opened_by_itself_and_not_by_its_members()
    {
        _set.Tiff("sub/b.tif", BinaryOnly("B", "../a.tif", "A"), 20).Tiff("a.tif", Document("A", 2, Plane(0, null, null), Plane(1, "sub/b.tif", "B")), 10);
        Assert.Equal([10, 20], await _set.ReadAsync("a.tif"));
    }

    [Fact]
    public async Task A_companion_that_points_nowhere_is_refused()
    {
        _set.Companion("a.companion.ome", BinaryOnly("A", "../up.companion.ome", "M"));
        Assert.Contains("'../up.companion.ome'", await RefusalAsync(FaultKind.NotFound, "a.companion.ome"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_set_that_cannot_be_used_may_be_missing_like_one_that_is_not_there()
    {
        _set.Tiff("a.tif", Document(null, 3, Plane(0, "a.tif", null), Plane(1, "b.tif", null), Plane(2, "c.tif", null)), 1).File("b.tif", [.. "II*\0"u8, 255, 0, 0, 0]);
        Assert.Contains("'--missing fill'", await RefusalAsync(FaultKind.Corrupt, "a.tif"), StringComparison.Ordinal);
        Assert.Equal([1, -1, -1], await _set.ReadAsync("a.tif", MissingFiles.Fill));
        Assert.Contains(_set.Source.Set.Notices, notice => notice.Contains("b.tif", StringComparison.Ordinal) && notice.Contains("cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_that_lead_out_of_the_folder_are_told_as_such()
    {
        _set.Tiff("a.tif", Document(null, 2, Plane(0, "a.tif", null), Plane(1, "../gone.tif", null)), 1);
        Assert.Contains("Names with '..' lead out of its folder", await RefusalAsync(FaultKind.NotFound, "a.tif"), StringComparison.Ordinal);
        Assert.Equal([1, -1], await _set.ReadAsync("a.tif", MissingFiles.Fill));
    }

    [Fact]
    public async Task Files_that_are_not_there_are_named_or_their_planes_missing()
    {
        var planes = Enumerable.Range(0, 7).Select(z => Plane(z, $"{z}.tif", $"{z}")).ToArray();
        _set.Tiff("1.tif", Document("1", 7, planes), 11).Tiff("4.tif", null, 14);
        var refusal = await RefusalAsync(FaultKind.NotFound, "1.tif");
        Assert.Contains("5 of the 7 files", refusal, StringComparison.Ordinal);
        Assert.Contains("'0.tif', '2.tif', '3.tif' and 2 more", refusal, StringComparison.Ordinal);
        Assert.Equal([-1, 11, -1, -1, 14, -1, -1], await _set.ReadAsync("1.tif", MissingFiles.Fill));
        Assert.Equal(5, (await _set.Array.CountMissingAsync()).All);
        Assert.Contains(_set.Source.Set.Notices, notice => notice.Contains("5 of the 7 files", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_is_listed_once_however_many_names_lead_nowhere()
    {
        var planes = Enumerable.Range(0, 3000).Select(z => Plane(z, $"gone{z % 3}/{z}.tif", $"{z}")).ToArray();
        _set.Companion("all.companion.ome", Document("M", 3000, planes));
        Assert.Contains("3000 of the 3000", await RefusalAsync(FaultKind.NotFound, "all.companion.ome"), StringComparison.Ordinal);
        Assert.Equal(["names of ", "names of gone0", "names of gone1", "names of gone2"], _set.Folder.Asked.Where(what => what.StartsWith("names", StringComparison.Ordinal)).Order());
        Assert.Equal(4 + 6000, _set.Folder.Asked.Count);
    }

    [Fact]
    public async Task Files_of_another_shape_cost_their_planes_with_a_notice_that_has_both_names()
    {
        _set.Tiff("a.tif", Document(null, 2, Plane(0, "a.tif", null), Plane(1, "b.tif", null)), 1).Tiff("b.tif", null, new TestImage { Width = 9 }, false, false, 2);
        await _set.OpenAsync("a.tif");
        var notice = Assert.Single(_set.Source.Set.Notices, notice => notice.Contains("b.tif: IFD 0", StringComparison.Ordinal));
        Assert.Contains("as in IFD 0 of a.tif", notice, StringComparison.Ordinal);
        Assert.Equal(1, (await TestView.ReadAsync(_set.Array, 0, 0, 0, 0))[0]);
        await Assert.ThrowsAsync<OmeFsException>(() => TestView.ReadAsync(_set.Array, 0, 1, 0, 0));
    }

    [Fact]
    public async Task A_companion_that_names_no_TIFF_is_refused()
    {
        _set.Companion("a.companion.ome", Document(null, 1)).Companion("b.companion.ome", Document(null, 1, Plane(0, "gone.tif", null)));
        Assert.Contains("names no plane", await RefusalAsync(FaultKind.Unsupported, "a.companion.ome"), StringComparison.Ordinal);
        Assert.Contains("'gone.tif'", await RefusalAsync(FaultKind.NotFound, "b.companion.ome"), StringComparison.Ordinal);
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => _set.OpenAsync("b.companion.ome", MissingFiles.Fill));
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
    }

    [Theory]
    [InlineData(16, ChunkOrigin.Assembled)]
    [InlineData(8, ChunkOrigin.Stored)]
    public async Task Files_may_differ_in_byte_order_and_size_of_offsets(int bits, ChunkOrigin origin)
    {
        var image = _set.Image with { Bits = bits };
        var document = Document(null, 3, Plane(0, "a.tif", null), Plane(1, "b.tif", null), Plane(2, "c.tif", null));
        _set.Tiff("a.tif", document, image, false, false, 10).Tiff("b.tif", null, image, true, false, 20).Tiff("c.tif", null, image, true, true, 30);
        Assert.Equal([10, 20, 30], await _set.ReadAsync("a.tif"));
        Assert.Equal(origin, Assert.Single(_set.Array.Provenance.Origins).Origin);
        Assert.Equal("OME-TIFF set of 3 files, BigTIFF and TIFF, big and little-endian, 3 IFDs", _set.Source.Format);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Equal_places_in_different_files_are_not_mixed_up(bool differ)
    {
        // Every file has its IFD and segments at the same offsets; the short last strip is decoded and kept.
        var image = new TestImage { Width = 300, Length = 400, Rows = 256, Deflate = true };
        var names = Enumerable.Range(0, 5).Select(z => $"{z}.tif").ToArray();
        var document = Document(null, 5, [.. names.Select((name, z) => Plane(z, name, null))]);
        for (var z = 0; z < names.Length; z++)
            _set.Tiff(names[z], z == 0 ? document : null, z == 4 && differ ? image with { Deflate = false } : image, false, false, z + 1);
        await _set.OpenAsync("0.tif");
        for (var z = 0; z < names.Length; z++)
        {
            var chunk = await Zarr.TestView.ReadAsync(_set.Array, 0, z, _set.Array.Grid.Y - 1, 0);
            Assert.Equal(z + 1, differ ? chunk[0] : chunk[7]); // a stream of stored blocks begins with 7 bytes
        }
    }

    [SkippableFact]
    public async Task Reading_stored_chunks_of_two_files_allocates_nothing()
    {
        Skip.If(
            typeof(SetReader).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true,
            "a debug build makes an object of every async call; run with -c Release");
        _set.Tiff("a.tif", Document(null, 2, Plane(0, "a.tif", null), Plane(1, "b.tif", null)), 1).Tiff("b.tif", null, 2);
        await _set.OpenAsync("a.tif");
        Assert.Equal(ChunkOrigin.Stored, Assert.Single(_set.Array.Provenance.Origins).Origin);
        await ReadManyAsync(2000); // the sources in memory note every read, in lists that have grown by then
        var before = GC.GetAllocatedBytesForCurrentThread();
        await ReadManyAsync(50);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200);
    }

    private async Task ReadManyAsync(int times)
    {
        var (buffer, sizes) = (new byte[64], new long[1]);
        for (var i = 0; i < times; i++)
        {
            var chunk = new ChunkIndex(0, 0, i % 2, 0, 0);
            await _set.Array.Chunks.SizesAsync(chunk, sizes);
            await _set.Array.Chunks.ReadAsync(chunk, 0, buffer);
        }
    }

    [Fact]
    public async Task Levels_are_the_SubIFDs_that_all_files_have()
    {
        var full = new TestImage { Width = 64, Length = 48 };
        var half = full with { Width = 32, Length = 24 };
        var quarter = full with { Width = 16, Length = 12 };
        var document = Document(null, 2, Plane(0, "a.tif", null), Plane(1, "b.tif", null));
        _set.File("a.tif", TiffWriter.Write(full.ToIfd(false, (_, _, _) => 1).WithSubs(half.ToIfd(false, (_, _, _) => 2), quarter.ToIfd())
            .Text(TiffTag.ImageDescription, document)));
        _set.File("b.tif", TiffWriter.Write(full.ToIfd(false, (_, _, _) => 3).WithSubs(half.ToIfd(false, (_, _, _) => 4))));
        await _set.OpenAsync("a.tif");
        Assert.Equal(2, _set.Source.Levels[0].Count);
        Assert.Equal([2, 4], await ValuesAsync(_set.Source.Levels[0][1].Array));
    }

    [Fact]
    public async Task Images_of_files_of_their_own_begin_at_the_first_IFD_of_each()
    {
        _set.Companion("all.companion.ome", Fixtures.Document(
            Fixtures.Image(Plane(0, "a.tif", null, ifd: null), z: 2) + Fixtures.Image(Plane(0, "b.tif", null, ifd: null), z: 2, id: 1)));
        _set.Tiff("a.tif", null, 1, 2).Tiff("b.tif", null, 3, 4);
        await _set.OpenAsync("all.companion.ome");
        Assert.Equal([1, 2], await ValuesAsync(_set.Source.Levels[0][0].Array));
        Assert.Equal([3, 4], await ValuesAsync(_set.Source.Levels[1][0].Array));
    }

    [Fact]
    public async Task Another_version_of_any_file_is_another_version_of_the_set()
    {
        _set.Tiff("a.tif", Document(null, 2, Plane(0, "a.tif", null), Plane(1, "b.tif", null)), 1).Tiff("b.tif", null, 2);
        await _set.OpenAsync("a.tif");
        var before = _set.Source.Identity;
        _set.Tiff("b.tif", null, 2, 3);
        await _set.OpenAsync("a.tif");
        Assert.NotEqual(before, _set.Source.Identity);
        Assert.NotEqual(before.Fingerprint(), _set.Source.Identity.Fingerprint());
        Assert.True(before.Length < _set.Source.Identity.Length);
    }

    [Fact]
    public async Task A_file_that_its_own_document_does_not_name_is_told()
    {
        _set.Tiff("a.tif", null, 1).Tiff("b.tif", null, 2).Tiff("copy.tif", Document("C", 2, Plane(0, "a.tif", null), Plane(1, "b.tif", null)), 9);
        Assert.Equal([1, 2], await _set.ReadAsync("copy.tif"));
        Assert.Contains("this file is not part of it", Assert.Single(_set.Source.Set.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_of_a_set_is_refused_by_its_name()
    {
        _set.Tiff("a.tif", Document(null, 2, Plane(0, "a.tif", null), Plane(1, "b.tif", null)), 1).File("b.tif", [.. "II*\0"u8, 255, 0, 0, 0]);
        Assert.Contains("b.tif", await RefusalAsync(FaultKind.Corrupt, "a.tif"), StringComparison.Ordinal);
    }

    private async Task<string> RefusalAsync(FaultKind kind, string entry)
    {
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => _set.OpenAsync(entry));
        Assert.Equal(kind, fault.Kind);
        return fault.Message;
    }
}
