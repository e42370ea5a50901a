using System.Globalization;
using System.Text;
using OmeFs.Core.References.Metadata;
using OmeFs.Core.References.Set;
using OmeFs.Core.References.Survey;
using OmeFs.Core.References.Targets;
using OmeFs.Core.References.Tree;
using OmeFs.Core.Sources;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.References;

/// <summary>
/// What `gen` makes by arithmetic, against the same documents with all of it kept one by one: keys, references, refusals, reach of targets,
/// and the tree with every look-up and listing.
/// </summary>
public sealed class GeneratedModelTests
{
    // What may be calculated comes first in each; the count says how much of it.
    private static readonly string[] Between = [".", "/", "-", "/c/", ".x", "/1", " ", "", "_", "0", "é"];
    private static readonly string[] Ends = ["", ".bin", "/0", "/data/.0", "x", "7"];
    private static readonly string[] Shown = ["{{$}}", "{{$}}", "{{ $ + 1 }}", "{{ 3 * $ }}", "{{ 400 - $ }}", "{{ $ - 2 }}", "{{ $ // 2 }}"];
    private static readonly string[] Texts = ["[\"a\", \"ab\", \"c\"]", "[\"b-\", \"b\", \"é\", \"b.c\", 12]", "[\"t\", \"s\"]", "[\"..\", \"x\"]", "[\"x/y\", \"x\"]", "[\"x\", \"x\"]"];
    private const int PlainBetween = 7, PlainEnds = 4, PlainShown = 5, PlainNumbers = 6;

    [Theory]
    [InlineData(1, 120)]
    [InlineData(1000, 120)]
    [InlineData(2000, 120)]
    public async Task A_random_document_is_the_same_when_it_is_calculated(int first, int count)
    {
        var calculated = 0;
        for (var seed = first; seed < first + count; seed++)
        {
            var random = new Random(seed);
            var json = Document(random);
            try
            {
                calculated += await CompareAsync(json, random);
            }
            catch (Exception fault) when (fault is not OmeFsException)
            {
                throw new InvalidOperationException($"seed {seed}: {json}", fault);
            }
        }
        Assert.InRange(calculated, count / 2, int.MaxValue);
    }

    private static async Task<int> CompareAsync(string json, Random random)
    {
        var (kept, refused) = Try(() => Documents.Kept(json));
        var (references, refusedToo) = Try(() => Documents.Read(json));
        Assert.Equal(refused, refusedToo);
        if (kept is null || references is null)
            return 0;
        Assert.Equal(kept.Refusals.Lines(), references.Refusals.Lines());
        Assert.Equal(Documents.Expanded(kept), Documents.Expanded(references));
        Assert.Equal(Reach(kept), Reach(references));
        CompareSurvey(kept, references);
        CompareBounds(kept, references, random);
        await CompareTreesAsync(Tree(kept), Tree(references), NodeId.Root, random);
        return references.Generated.Length;
    }

    private static (ReferenceSet? Read, string? Refused) Try(Func<ReferenceSet> read)
    {
        try
        {
            return (read(), null);
        }
        catch (OmeFsException fault)
        {
            return (null, fault.Message);
        }
    }

    /// <summary>How far into each URL the references reach.</summary>
    private static Dictionary<string, long> Reach(ReferenceSet references) =>
        Enumerable.Range(1, references.Urls.Count - 1).GroupBy(references.Urls.Text).ToDictionary(urls => urls.Key, urls => urls.Max(references.Urls.EndOf));

    private static void CompareSurvey(ReferenceSet kept, ReferenceSet references)
    {
        var sums = new Dictionary<string, (long Keys, long Bytes)>();
        foreach (var placed in references.Generated)
        {
            for (var position = placed.First; position < placed.End; position++)
                Add(sums, references.Urls.Text(references.At(position).Url), -1, -references.At(position).Length);
            foreach (var (url, keys, bytes) in placed.Stretch.ByUrl())
                Add(sums, references.Urls.Text(url), keys, bytes);
        }
        Assert.All(sums.Values, sum => Assert.Equal((0, 0), sum));
        var packed = 0;
        for (var position = references.NextPacked(0); position < references.Count; position = references.NextPacked(position + 1), packed++)
            Assert.Equal(Chunks(kept, position), Chunks(references, position));
        Assert.Equal(kept.Count, packed + references.Generated.ToArray().Sum(placed => placed.Stretch.Count));
    }

    private static (string Path, long Virtual, long Inline, long Missing)? Chunks(ReferenceSet references, int position) =>
        references.At(position).IsInline && FolderMetadata.Read(references.Key(position, new byte[references.KeyRoom]), references.At(position)).Array is { } form
            && ReferredArray.Count(references, position, form) is var array ? (array.Path, array.Virtual, array.Inline, array.Missing) : null;

    private static void Add(Dictionary<string, (long Keys, long Bytes)> sums, string url, long keys, long bytes) =>
        sums[url] = sums.TryGetValue(url, out var sum) ? (sum.Keys + keys, sum.Bytes + bytes) : (keys, bytes);

    /// <summary>Keys that are there, shortened, and changed in any byte.</summary>
    private static void CompareBounds(ReferenceSet kept, ReferenceSet references, Random random)
    {
        var room = new byte[references.KeyRoom];
        for (var round = 0; round < 150; round++)
        {
            var key = references.Key(random.Next(references.Count), room).ToArray();
            var asked = key[..random.Next(key.Length + 1)].Concat(random.Next(3) == 0 ? "0/9a-é\0:."u8.ToArray()[random.Next(9)..] : []).ToArray();
            if (asked.Length > 0 && random.Next(3) == 0)
                asked[random.Next(asked.Length)] = "0123456789\0.-/:a\u007f"u8[random.Next(17)];
            var from = random.Next(references.Count);
            Assert.Equal(kept.LowerBound(asked, from), references.LowerBound(asked, from));
            var cut = key.AsSpan().LastIndexOf((byte)0) + 1;
            if (cut > 0 && references.LowerBound(key.AsSpan(0, cut)) is var begin)
                Assert.Equal(kept.EndOf(key.AsSpan(0, cut), begin), references.EndOf(key.AsSpan(0, cut), begin));
        }
    }

    private static async Task CompareTreesAsync(ReferenceTree kept, ReferenceTree tree, NodeId folder, Random random)
    {
        var (expected, page) = (new TreeEntry[50], new TreeEntry[50]);
        ulong ordinal = 0;
        for (var rounds = 0; rounds < 8 && await kept.ListAsync(folder, ordinal, expected) is > 0 and var count; rounds++)
        {
            Assert.Equal(count, await tree.ListAsync(folder, ordinal, page));
            Assert.Equal(expected[..count].Select(Told), page[..count].Select(Told));
            foreach (var entry in page[..count])
            {
                Assert.Equal(await kept.StatAsync(entry.Stat.Id), await tree.StatAsync(entry.Stat.Id));
                Assert.Equal(folder, await tree.ParentOfAsync(entry.Stat.Id));
                Assert.Equal(kept.PathOf(entry.Stat.Id), tree.PathOf(entry.Stat.Id));
                foreach (var name in (string[])[entry.Name, entry.Name + "0", entry.Name[..^1], entry.Name + ".", $"0{entry.Name}"])
                    Assert.Equal(await kept.LookupAsync(folder, Encoding.UTF8.GetBytes(name)), await tree.LookupAsync(folder, Encoding.UTF8.GetBytes(name)));
                if (entry.Stat.Kind == NodeKind.Folder && random.Next(4) == 0)
                    await CompareTreesAsync(kept, tree, entry.Stat.Id, random);
            }
            // Anywhere, also within a folder's keys.
            ordinal += (ulong)random.Next(1, 60);
        }
        Assert.Equal(0, await tree.ListAsync(folder, int.MaxValue, page));
    }

    /// <summary>The size is known to whoever has asked for it, which the other tree may not have been.</summary>
    private static (string, NodeId, NodeKind, ulong) Told(TreeEntry entry) => (entry.Name, entry.Stat.Id, entry.Stat.Kind, entry.Ordinal);

    private static ReferenceTree Tree(ReferenceSet references)
    {
        var targets = TargetTable.Judge(references.Urls, "/nowhere", new SourcePolicy("/nowhere", []));
        var pool = new TargetPool(targets, (target, _) => ValueTask.FromResult(new OpenedSource(new MemorySource(Encoding.UTF8.GetBytes(target.Location), target.Location), () => NoFolder.Instance)));
        return new ReferenceTree(references, new ReferenceFiles(references, pool), new NodeVersion(0, 0), 0);
    }

    private static string Document(Random random)
    {
        var generators = Enumerable.Range(0, random.Next(1, 4)).Select(number => Generator(random, number)).ToList();
        var document = $$"""{"version": 1, "templates": {"u": "t{{random.Next(3)}}", "f": "{{"{{c}}"}}.bin"}, "gen": [{{string.Join(", ", generators)}}], "refs": {""";
        var keys = new List<string> { "a", "zz", ".zgroup" };
        if (Try(() => Documents.Kept(document + "}}")).Read is { } alone)
            for (var i = random.Next(3) == 0 ? random.Next(4) : 0; i > 0; i--)
                keys.Add(Beside(Documents.KeyText(alone.Key(random.Next(alone.Count), [])), random));
        return document + string.Join(", ", keys.Select(key => $"\"{key}\": \"x\"").Append(Array(random, "")).Append(Array(random, "g0/"))) + "}}";
    }

    private static string Array(Random random, string folder)
    {
        var shape = string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(2) == 0 ? 1000 : random.Next(1, 60)));
        return $$"""  "{{folder}}.zarray": {"shape": [{{shape}}], "chunks": [{{string.Join(", ", shape.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(_ => 1))}}], "dtype": "u1"}""";
    }

    /// <summary>A key that is a generated one, or its folder, or under it, or near.</summary>
    private static string Beside(string key, Random random) => random.Next(6) switch
    {
        0 => key[..Math.Max(key.LastIndexOf('/'), 1)],
        1 => key + "/x",
        2 => key + "5",
        3 => key.Replace('1', '5'),
        _ => key,
    };

    private static string Generator(Random random, int number)
    {
        var plain = random.Next(5) > 0;
        var (names, key, dimensions) = (new[] { "i", "j", "k" }, random.Next(4) > 0 ? $"g{number}/" : random.Next(2) == 0 ? "g" : "", new List<string>());
        var count = random.Next(1, 4);
        for (var dimension = 0; dimension < count; dimension++)
        {
            dimensions.Add($"\"{names[dimension]}\": {(count == 3 && dimension == 1 && random.Next(2) == 0 ? Any(random, Texts, Texts.Length) : Dimension(random, count))}");
            if (plain || random.Next(10) > 0)
                key += Any(random, Shown, plain ? PlainShown : Shown.Length).Replace("$", names[dimension], StringComparison.Ordinal)
                    + (dimension < count - 1 ? Any(random, Between, plain ? PlainBetween : Between.Length) : Any(random, Ends, plain ? PlainEnds : Ends.Length));
        }
        string[] urls = ["{{u}}", "t0", "{{u}}-{{" + names[random.Next(count)] + "}}", "{{f(c=i)}}", "{{i}}_{{" + names[count - 1] + "}}"];
        string[] numbers =
        [
            "{{ i * 10 }}", "{{ i }}", "7", "{{ 5000 - i }}", "{{ (i + 2 * " + names[count - 1] + ") * 50 + 5 }}", "{{ 4 * 5 // 2 }}",
            "{{ (i + 2 * " + names[count - 1] + ") * 50 - 5 }}", "{{ -i + 90 }}", "{{ i * i }}", "{{i}}0",
        ];
        var range = random.Next(4) == 0 ? "" : $", \"offset\": \"{Any(random, numbers, plain ? PlainNumbers : numbers.Length)}\", \"length\": "
            + $"\"{Any(random, numbers, plain ? PlainNumbers : numbers.Length)}\"";
        return $$$"""{"key": "{{{key}}}", "url": "{{{Any(random, urls, urls.Length)}}}"{{{range}}}, "dimensions": { {{{string.Join(", ", dimensions)}}} }}""";
    }

    private static string Any(Random random, string[] choices, int count) => choices[random.Next(count)];

    private static string Dimension(Random random, int count)
    {
        var (most, start) = (count == 1 ? 250 : count == 2 ? 20 : 8, random.Next(3) == 0 ? random.Next(120) : random.Next(3));
        return random.Next(9) switch
        {
            0 => "[3, 20, 100, 1]",
            1 => string.Create(CultureInfo.InvariantCulture, $"{{\"start\": {start + random.Next(most)}, \"stop\": {start - 1}, \"step\": {-random.Next(1, 5)}}}"),
            2 => "{\"stop\": 1}",
            3 => string.Create(CultureInfo.InvariantCulture, $"{{\"start\": {start}, \"stop\": {start + random.Next(most * 4)}, \"step\": {random.Next(1, 13)}}}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{{\"start\": {start}, \"stop\": {start + random.Next(most)}}}"),
        };
    }
}
