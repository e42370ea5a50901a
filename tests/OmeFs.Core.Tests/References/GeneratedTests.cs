using System.Globalization;
using System.Text;
using OmeFs.Core.References.Metadata;
using OmeFs.Core.References.Survey;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.References;

/// <summary>What `gen` makes by arithmetic: how much of it there may be, when it is expanded instead, and what is refused.</summary>
public sealed class GeneratedTests
{
    private const string Cube = """{"version": 1, "refs": {"0/.zarray": "{}", "1/0.0.0": "x"}, "gen": [{"key": "0/{{t}}.{{y}}.{{x}}", "url": "t{{t}}", "offset": "{{ (y * SIDE + x) * 64 """
        + """+ 8 }}", "length": "64", "dimensions": {"t": {"stop": SIDE}, "y": {"stop": SIDE}, "x": {"stop": SIDE}}}]}""";

    [Fact]
    public void A_billion_references_take_the_memory_of_their_urls()
    {
        var few = Allocated(() => Documents.Read(Side(100)), out _);
        var many = Allocated(() => Documents.Read(Side(1000)), out var references);
        Assert.Equal(1_000_000_002, references.Count);
        // 900 URLs more, in tables that grow.
        Assert.InRange(many - few, 0, 400_000);
        var (random, room) = (new Random(1), new byte[references.KeyRoom]);
        for (var round = 0; round < 1000; round++)
        {
            var (t, y, x) = (random.Next(1000), random.Next(1000), random.Next(1000));
            var key = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"0\0{t}.{y}.{x}"));
            var position = references.LowerBound(key);
            Assert.Equal(key, references.Key(position, room));
            Assert.Equal(position + 1, references.LowerBound([.. key, 0]));
            var reference = references.At(position);
            Assert.Equal(($"t{t}", (((y * 1000) + x) * 64) + 8, 64), (references.Urls.Text(reference.Url), reference.Offset, reference.Length));
        }
        Assert.Equal(64_000_008, references.Urls.EndOf(references.At(5).Url));
        Assert.Equal((1_000_000, 64_000_000), (references.Generated[0].Stretch.ByUrl().First().Keys, references.Generated[0].Stretch.ByUrl().First().Bytes));
    }

    /// <summary>Counted one by one this would take minutes.</summary>
    [Fact]
    public void A_billion_chunks_are_counted_by_arithmetic()
    {
        var references = Documents.Read(Side(1000).Replace("\"{}\"", """{"shape": [1000, 1000, 2001], "chunks": [1, 1, 2], "dtype": "u1"}""", StringComparison.Ordinal));
        var array = ReferredArray.Count(references, 0, FolderMetadata.Read(references.Key(0, []), references.At(0)).Array!);
        Assert.Equal((1_000_000_000, 0, 1_000_000), (array.Virtual, array.Inline, array.Missing));
    }

    [Fact]
    public void Reading_calculated_references_allocates_nothing()
    {
        var references = Documents.Read(Side(50));
        var (room, key, sum) = (new byte[references.KeyRoom], "0\08.7.6"u8.ToArray(), 0L);
        Assert.InRange(
            Allocated(
                () =>
                {
                    for (var position = 0; position < references.Count; position += 7)
                        sum += references.Key(position, room).Length + references.At(position).Length + references.LowerBound(key) + references.EndOf("0\0"u8, 1);
                    return sum;
                },
                out _),
            0,
            2000);
    }

    /// <summary>The names of one listing share one piece of memory; a listing later on does not write there.</summary>
    [Fact]
    public async Task A_listing_puts_its_names_into_one_piece_of_memory()
    {
        using var folder = new ReferenceFolder();
        using var view = folder.Open(Side(30).Replace("t{{t}}", "data.bin", StringComparison.Ordinal));
        var (id, page, later) = ((await ReferenceFolder.FindAsync(view, "0")).Id, new TreeEntry[1000], new TreeEntry[1000]);
        Assert.Equal(1000, await view.Tree.ListAsync(id, 0, later));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1000, await view.Tree.ListAsync(id, 0, page));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 10_000);
        var names = page.Select(entry => entry.Name).ToList();
        Assert.Equal([".zarray", "0.0.0", "0.0.1", "0.0.10"], names[..4]);
        Assert.Equal(1000, await view.Tree.ListAsync(id, 1000, later));
        Assert.Equal(names, page.Select(entry => entry.Name));
    }

    [Theory]
    [InlineData(2147483647)]
    [InlineData(2147483600)]
    public void As_many_references_as_there_are_positions_are_read(int count)
    {
        var references = Documents.Read(Line(count.ToString(CultureInfo.InvariantCulture), ""));
        Assert.Equal(count, references.Count);
        var room = new byte[references.KeyRoom];
        foreach (var position in (int[])[0, 1, count / 3, count - 2, count - 1])
            Assert.Equal(position, references.LowerBound(references.Key(position, room)));
        Assert.Equal(count, references.LowerBound("k:"u8));
        Assert.Equal("k2147483599", Encoding.UTF8.GetString(references.Key(references.LowerBound("k2147483599"u8), room)));
    }

    [Theory]
    [InlineData("2147483648", "", "'k{{i}}' makes more than 2147483647 references")]
    [InlineData("2147483647", "\"a\": \"x\"", "more than 2147483647 references, including those that 'gen' generates")]
    [InlineData("200000000", "\"k5x\": \"x\"", "has other keys between its own")]
    [InlineData("200000000", "\"k99999999/x\": \"x\"", "has other keys between its own")]
    public void What_would_be_too_many_is_refused(string stop, string refs, string says)
    {
        var fault = Assert.Throws<OmeFsException>(() => Documents.Read(Line(stop, refs)));
        Assert.Equal(FaultKind.LimitExceeded, fault.Kind);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_arithmetic_is_bounded_as_before()
    {
        var fault = Assert.Throws<OmeFsException>(() => Documents.Read(
            """{"version": 1, "gen": [{"key": "k{{i // 2}}", "url": "u", "dimensions": {"i": {"stop": 200000000}}}]}"""));
        Assert.Contains("'k{{i // 2}}' is not plain arithmetic", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Each of these is calculated, or expanded, as it must be; read they are the same.</summary>
    [Theory]
    [InlineData(1, "k{{i}}", "{{i}}", "1", "")]
    [InlineData(1, "{{i}}", "{{i * 8 + 3}}", "{{ 4 - (1 - i) }}", "")]
    [InlineData(1, "a/{{ 500 - i }}.{{j}}.x", "{{ (i + j) * -2 + 80 }}", "{{ size }}", "")]
    [InlineData(1, "{{i}}/{{j}}", "1", "1", "\"1/2\": \"over\", \".a\": \"x\", \"a\": \"x\"")]
    [InlineData(1, "a/{{i}}/{{j}}", "1", "1", "\"a\": \"is the folder\"")]
    [InlineData(1, "{{s}}/{{i}}", "{{i}}", "1", "")]
    [InlineData(1, "{{i}}-{{j}}", "{{ i * 1024819115206086200 }}", "{{ j }}", "")]
    [InlineData(0, "{{i}}{{j}}", "1", "1", "")]
    [InlineData(0, "{{i}}a{{j}}", "1", "1", "")]
    [InlineData(0, "{{i}}.{{i}}", "1", "1", "")]
    [InlineData(0, "k{{i}}.{{j}}", "{{ i - 1 }}", "1", "")]
    [InlineData(0, "k{{i}}.{{j}}", "{{ i * j }}", "1", "")]
    [InlineData(0, "k{{i}}.{{j}}", "{{ i * 1024819115206086200 }}", "{{ j * 3 }}", "")]
    [InlineData(0, "k{{ i - 4 }}.{{j}}", "1", "1", "")]
    [InlineData(0, "{{i}}/../{{j}}", "1", "1", "\"x\": \"x\"")]
    [InlineData(0, "{{i}}//{{j}}", "1", "1", "\"x\": \"x\"")]
    [InlineData(0, "{{i}}/{{j}}", "1", "1", "\"1/20\": \"between\"")]
    [InlineData(0, "{{i}}/{{j}}", "1", "1", "\"1\": \"a folder of some\"")]
    [InlineData(0, "{{i}}/{{j}}", "1", "1", "\"9/3/x\": \"under the last\"")]
    [InlineData(0, "{{i}}/{{j}}", "1", "1", "\"2/3/x\": \"under another\"")]
    public void Documents_are_calculated_where_that_changes_nothing(int stretches, string key, string offset, string length, string refs)
    {
        var dimensions = string.Join(", ", new[] { ("i", "{\"stop\": 10}"), ("j", "{\"start\": 1, \"stop\": 4}"), ("s", "[\"b\", \"a\"]") }
            .Where(dimension => key.Contains(dimension.Item1, StringComparison.Ordinal) && (dimension.Item1 != "s" || key.StartsWith("{{s", StringComparison.Ordinal)))
            .Select(dimension => $"\"{dimension.Item1}\": {dimension.Item2}"));
        var json = $$$"""{"version": 1, "templates": {"size": "12"}, "refs": { {{{refs}}} }, "gen": """
            + $$$"""[{"key": "{{{key}}}", "url": "t", "offset": "{{{offset}}}", "length": "{{{length}}}", "dimensions": { {{{dimensions}}} }}]}""";
        var (references, kept) = (Documents.Read(json), Documents.Kept(json));
        Assert.Equal(Documents.Expanded(kept), Documents.Expanded(references));
        Assert.Equal(kept.Refusals.Lines(), references.Refusals.Lines());
        Assert.Equal(stretches, references.Generated.Length);
    }

    /// <summary>An expression that leaves 63 bits on its way is refused, even if it would come back.</summary>
    [Fact]
    public void A_sum_that_overflows_on_its_way_is_refused()
    {
        var fault = Assert.Throws<OmeFsException>(() => Documents.Read(
            """{"version": 1, "gen": [{"key": "k{{i}}", "url": "u", "offset": "{{ i * 9000000000000000000 - i * 9000000000000000000 }}", "length": "1", "dimensions": {"i": {"stop": 3}}}]}"""));
        Assert.Contains("63 bits", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The first must be expanded for the third's sake, and the second for that of the first.</summary>
    [Fact]
    public void A_generator_that_is_expanded_is_still_between_the_keys_of_another()
    {
        const string json = """{"version": 1, "gen": [{"key": "g{{i}}", "url": "a", "dimensions": {"i": {"stop": 60, "step": 3}}}, {"key": "g{{i}}.bin", "url": "b", "dimensions": {"i": """
            + """{"start": 212, "stop": 399}}}, {"key": "g1.bin", "url": "c", "dimensions": {}}]}""";
        var references = Documents.Read(json);
        Assert.Equal(0, references.Generated.Length);
        Assert.Empty(references.Refusals.Lines());
        Assert.Equal(Documents.Expanded(Documents.Kept(json)), Documents.Expanded(references));
    }

    /// <summary>The later of two goes over the earlier, wherever their keys are the same.</summary>
    [Theory]
    [InlineData(2, "a{{i}}", "b{{i}}")]
    [InlineData(0, "a{{i}}", "a{{i}}")]
    [InlineData(0, "a{{i}}", "a{{ i + 5 }}")]
    [InlineData(0, "{{i}}.0", "{{i}}.1")]
    [InlineData(1, "a/{{i}}", "a/9/{{i}}")]
    [InlineData(1, "a/{{i}}", "b{{ i // 2 }}")]
    [InlineData(0, "a/{{i}}", "a{{ i // 2 }}")]
    [InlineData(0, "a/{{i}}", "{{ s }}{{ i // 2 }}")]
    [InlineData(1, "{{ s }}{{ i // 2 }}", "b/{{i}}")]
    public void Two_generators_are_calculated_where_they_keep_apart(int stretches, string first, string second)
    {
        var json = $$$"""{"version": 1, "templates": {"s": "a/"}, "gen": [{"key": "{{{first}}}", "url": "first", "offset": "{{i}}", "length": 1, "dimensions": {"i": {"stop": 10} } }, """
            + $$$"""{"key": "{{{second}}}", "url": "second", "offset": "{{i}}", "length": 2, "dimensions": {"i": {"stop": 10} } }]}""";
        var (references, kept) = (Documents.Read(json), Documents.Kept(json));
        Assert.Equal(Documents.Expanded(kept), Documents.Expanded(references));
        Assert.Equal(kept.Refusals.Lines(), references.Refusals.Lines());
        Assert.Equal(stretches, references.Generated.Length);
    }

    [Fact]
    public async Task Targets_are_read_and_judged_through_what_is_calculated()
    {
        using var folder = new ReferenceFolder();
        folder.Write("own/t1.bin", "abcdefghij");
        const string json = """{"version": 1, "gen": [{"key": "a/{{t}}/{{i}}", "url": "t{{t}}.bin", "offset": "{{ 3 * i }}", "length": "{{ i + 1 }}", "dimensions": {"t": [1, 2], "i": """
            + """{"stop": 4}}}]}""";
        using var view = folder.Open(json);
        Assert.Equal("ghi", await ReferenceFolder.ReadAsync(view, "a/1/2"));
        Assert.Contains(view.Notices, notice => notice.Contains("t1.bin (10 bytes, 13 expected)", StringComparison.Ordinal));
        Assert.Contains(view.Notices, notice => notice.Contains("t2.bin", StringComparison.Ordinal) && notice.Contains("not there", StringComparison.Ordinal));
        var page = new TreeEntry[10];
        Assert.Equal(["1", "2"], page[..await view.Tree.ListAsync((await ReferenceFolder.FindAsync(view, "a")).Id, 0, page)].Select(entry => entry.Name));
        Assert.Throws<OmeFsException>(() => folder.Open(json.Replace("t{{t}}", "../{{t}}", StringComparison.Ordinal)));
    }

    private static string Side(int side) => Cube.Replace("SIDE", side.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static string Line(string stop, string refs) =>
        $$$"""{"version": 1, "refs": { {{{refs}}} }, "gen": [{"key": "k{{i}}", "url": "u", "offset": "{{i}}", "length": "1", "dimensions": {"i": {"stop": {{{stop}}} } }}]}""";

    private static long Allocated<T>(Func<T> make, out T made)
    {
        made = make();
        var before = GC.GetAllocatedBytesForCurrentThread();
        made = make();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
