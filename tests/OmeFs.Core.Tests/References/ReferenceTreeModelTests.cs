using System.Text;
using OmeFs.Core.References.Targets;
using OmeFs.Core.References.Tree;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.References;

/// <summary>Random reference trees against a naive model: what is found, listed, read; ids, parents, paths, resuming anywhere.</summary>
public sealed class ReferenceTreeModelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_random_tree_is_what_its_keys_say(int seed)
    {
        var random = new Random(seed);
        var files = RandomKeys(random);
        var tree = Tree($"{{{string.Join(", ", files.OrderBy(_ => random.Next()).Select(key => $"\"{key}\": \"{key}{key}\""))}}}");
        var ids = new HashSet<ulong>();
        var found = new List<string>();
        await WalkAsync(tree, NodeId.Root, "", random, ids, found);
        Assert.Equal(files.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        foreach (var id in Enumerable.Range(0, 64 * (files.Count + 2)).Select(number => new NodeId((ulong)number)).Append(new NodeId(ulong.MaxValue)))
            Assert.Equal(ids.Contains(id.Value), (await tree.StatAsync(id)).Exists);
    }

    /// <summary>Listing goes on in the middle of a folder's keys with that folder, under its one id.</summary>
    [Fact]
    public async Task A_cookie_that_nobody_gave_does_no_harm()
    {
        var tree = Tree("""{"a": "x", "b/1": "x", "b/2": "x", "b/3": "x", "c": "x"}""");
        var page = new TreeEntry[10];
        var all = page[..await tree.ListAsync(NodeId.Root, 0, page)].ToArray();
        Assert.Equal(["a", "b", "c"], all.Select(entry => entry.Name));
        for (ulong ordinal = 0; ordinal < 7; ordinal++)
            Assert.Equal(all.Where(entry => entry.Ordinal >= ordinal).Select(Shown), page[..await tree.ListAsync(NodeId.Root, ordinal, page)].Select(Shown));
        Assert.Equal(0, await tree.ListAsync(NodeId.Root, ulong.MaxValue, page));
        Assert.Equal(0, await tree.ListAsync(all[0].Stat.Id, 0, page));
    }

    private static (string, NodeStat, ulong) Shown(TreeEntry entry) => (entry.Name, entry.Stat, entry.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("b/1")]
    [InlineData("b\01")]
    [InlineData("aa")]
    [InlineData("d")]
    public async Task Other_names_are_not_there(string name)
    {
        var tree = Tree("""{"a": "x", "b/1": "x", "d.e": "x"}""");
        Assert.False((await tree.LookupAsync(NodeId.Root, Encoding.UTF8.GetBytes(name))).Exists);
        Assert.False((await tree.LookupAsync((await tree.LookupAsync(NodeId.Root, "a"u8)).Id, "a"u8)).Exists);
    }

    private static async Task WalkAsync(ReferenceTree tree, NodeId folder, string path, Random random, HashSet<ulong> ids, List<string> found)
    {
        Assert.True(ids.Add(folder.Value));
        Assert.Equal(path, tree.PathOf(folder));
        Assert.Equal(NodeKind.Folder, (await tree.StatAsync(folder)).Kind);
        var entries = await ListAsync(tree, folder, random);
        Assert.Equal(entries.OrderBy(entry => Encoding.UTF8.GetBytes(entry.Name), Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))), entries);
        foreach (var entry in entries)
        {
            var child = path.Length == 0 ? entry.Name : $"{path}/{entry.Name}";
            Assert.Equal(entry.Stat, await tree.LookupAsync(folder, Encoding.UTF8.GetBytes(entry.Name)));
            Assert.Equal(folder, await tree.ParentOfAsync(entry.Stat.Id));
            if (entry.Stat.Kind == NodeKind.Folder)
            {
                await WalkAsync(tree, entry.Stat.Id, child, random, ids, found);
                continue;
            }
            Assert.True(ids.Add(entry.Stat.Id.Value));
            Assert.Equal(child, tree.PathOf(entry.Stat.Id));
            Assert.Equal(child + child, await ContentAsync(tree, entry.Stat));
            found.Add(child);
        }
    }

    private static async Task<List<TreeEntry>> ListAsync(ReferenceTree tree, NodeId folder, Random random)
    {
        var entries = new List<TreeEntry>();
        var page = new TreeEntry[random.Next(1, 6)];
        for (ulong ordinal = 0; await tree.ListAsync(folder, ordinal, page) is > 0 and var count; ordinal = entries[^1].Ordinal + 1)
            entries.AddRange(page[..count]);
        return entries;
    }

    private static async Task<string> ContentAsync(ReferenceTree tree, NodeStat file)
    {
        var bytes = new byte[file.Size + 10];
        Assert.Equal((int)file.Size, await tree.Open(file.Id).ReadAsync(0, bytes));
        Assert.Equal(0, await tree.Open(file.Id).ReadAsync(file.Size, bytes.AsMemory(0, 1)));
        return Encoding.UTF8.GetString(bytes.AsSpan(0, (int)file.Size));
    }

    private static List<string> RandomKeys(Random random)
    {
        var keys = new HashSet<string>();
        for (var i = 0; i < 300; i++)
            keys.Add(string.Join('/', Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(3) == 0 ? $"{random.Next(12)}.é" : random.Next(4).ToString())));
        return [.. keys.Where(key => !keys.Any(other => other.StartsWith(key + "/", StringComparison.Ordinal)))];
    }

    private static ReferenceTree Tree(string json)
    {
        var references = Documents.Read(json);
        var targets = TargetTable.Judge(references.Urls, "/nowhere", new SourcePolicy("/nowhere", []));
        var pool = new TargetPool(targets, (_, _) => throw new InvalidOperationException("there is nothing to open"));
        return new ReferenceTree(references, new ReferenceFiles(references, pool), new NodeVersion(0, 0), 0);
    }
}
