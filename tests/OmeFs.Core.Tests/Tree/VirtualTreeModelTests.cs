using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.Tree;

/// <summary>Random operations on random trees give what a model that keeps every node in a list gives.</summary>
public class VirtualTreeModelTests
{
    private const int OperationsPerTree = 200;

    private static readonly string[] OddNames =
        ["00", "01", "+1", "-1", "1 ", " 1", "4294967296", "4294967295", "99999999999", "", ".", "..", "1.0", "0x1", "é", new('9', 300), new('a', 300), "1\0"];

    [Fact]
    public void Operations_give_what_the_model_gives() =>
        Prop.ForAll<int>(seed => Compare(seed)).QuickCheckThrowOnFailure();

    [Fact]
    public void Ids_are_unique_and_the_same_when_the_tree_is_built_again() =>
        Prop.ForAll<int>(seed =>
        {
            var (tree, model) = RandomTree.Make(seed);
            var again = RandomTree.Make(seed).Tree;
            var ids = Ids(tree, model);
            Assert.Equal(ids.Count, ids.Values.Distinct().Count());
            Assert.All(ids.Values, id => Assert.InRange((long)id.Value, 1, tree.NodeCount));
            Assert.Equal(ids.Values, Ids(again, model).Values);
        }).QuickCheckThrowOnFailure();

    private static void Compare(int seed)
    {
        var (tree, model) = RandomTree.Make(seed);
        var ids = Ids(tree, model);
        var nodes = ids.Keys.ToList();
        var random = new Random(seed);
        for (var i = 0; i < OperationsPerTree; i++)
        {
            var node = nodes[random.Next(nodes.Count)];
            switch (random.Next(5))
            {
                case 0:
                    CheckStat(tree, ids, node);
                    break;
                case 1:
                    CheckLookup(tree, ids, node, RandomName(random, node));
                    break;
                case 2:
                    CheckList(tree, ids, node, random);
                    break;
                case 3:
                    Assert.Equal(ids[node.Parent], tree.ParentOf(ids[node]));
                    Assert.Equal(PathOf(node), tree.PathOf(ids[node]));
                    break;
                default:
                    CheckRead(tree, ids, node, random);
                    break;
            }
        }
        CheckAbsent(tree, random);
    }

    /// <summary>The tree's id of each node, found by looking its name up.</summary>
    private static Dictionary<ModelNode, NodeId> Ids(VirtualTree tree, ModelNode root)
    {
        Dictionary<ModelNode, NodeId> ids = new() { [root] = NodeId.Root };
        foreach (var node in root.All.Skip(1))
        {
            var found = tree.LookupAsync(ids[node.Parent], node.Name).AsTask().Result;
            Assert.True(found.Exists, $"{PathOf(node)} is not found");
            ids.Add(node, found.Id);
        }
        return ids;
    }

    private static byte[] RandomName(Random random, ModelNode node) => random.Next(3) switch
    {
        0 => Encoding.UTF8.GetBytes(OddNames[random.Next(OddNames.Length)]),
        1 when node.Children.Count > 0 => node.Children[random.Next(node.Children.Count)].Name,
        _ => Encoding.UTF8.GetBytes($"{random.Next(20)}"),
    };

    private static void CheckStat(VirtualTree tree, Dictionary<ModelNode, NodeId> ids, ModelNode node) =>
        Assert.Equal(StatOf(ids, node), tree.StatAsync(ids[node]).AsTask().Result);

    private static void CheckLookup(VirtualTree tree, Dictionary<ModelNode, NodeId> ids, ModelNode node, byte[] name)
    {
        var child = node.Children.Find(child => child.Name.AsSpan().SequenceEqual(name));
        Assert.Equal(child is null ? default : StatOf(ids, child), tree.LookupAsync(ids[node], name).AsTask().Result);
    }

    private static void CheckList(VirtualTree tree, Dictionary<ModelNode, NodeId> ids, ModelNode node, Random random)
    {
        var from = random.Next(6) == 0 ? ulong.MaxValue - (ulong)random.Next(3) : (ulong)random.Next(20);
        var page = new TreeEntry[random.Next(1, 9)];
        List<TreeEntry> listed = [];
        for (var ordinal = from; tree.ListAsync(ids[node], ordinal, page).AsTask().Result is > 0 and var count; ordinal = page[count - 1].Ordinal + 1)
            listed.AddRange(page[..count]);
        var expected = Enumerable.Range(0, node.Children.Count).Where(i => node.Ordinals[i] >= from).ToList();
        Assert.Equal(expected.Select(i => node.Ordinals[i]), listed.Select(entry => entry.Ordinal));
        Assert.Equal(expected.Select(i => StatOf(ids, node.Children[i])), listed.Select(entry => entry.Stat));
        Assert.Equal(expected.Select(i => node.Children[i].Name), listed.Select(NameOf));
    }

    private static byte[] NameOf(TreeEntry entry)
    {
        var name = new byte[TreeLimits.MaxNameBytes];
        Array.Resize(ref name, entry.WriteName(name));
        Assert.Equal(entry.Name, Encoding.UTF8.GetString(name));
        return name;
    }

    private static void CheckRead(VirtualTree tree, Dictionary<ModelNode, NodeId> ids, ModelNode node, Random random)
    {
        var content = tree.Open(ids[node]);
        Assert.Equal(node.Content is not null, content.Exists);
        if (node.Content is not { } bytes)
            return;
        var offset = random.Next(bytes.Length + 5);
        var buffer = new byte[random.Next(60)];
        var count = content.ReadAsync(offset, buffer).AsTask().Result;
        Assert.Equal(bytes.Skip(offset).Take(buffer.Length), buffer[..count]);
    }

    private static void CheckAbsent(VirtualTree tree, Random random)
    {
        foreach (var id in (ulong[])[0, (ulong)tree.NodeCount + 1, ulong.MaxValue, (ulong)random.NextInt64(tree.NodeCount + 1, long.MaxValue)])
        {
            Assert.False(tree.StatAsync(new NodeId(id)).AsTask().Result.Exists);
            Assert.False(tree.LookupAsync(new NodeId(id), "0"u8).AsTask().Result.Exists);
            Assert.False(tree.Open(new NodeId(id)).Exists);
            Assert.Equal(0, tree.ListAsync(new NodeId(id), 0, new TreeEntry[4]).AsTask().Result);
        }
    }

    private static NodeStat StatOf(Dictionary<ModelNode, NodeId> ids, ModelNode node) =>
        new(ids[node], node.Content is null ? NodeKind.Folder : NodeKind.File, node.Content?.Length ?? 0);

    private static string PathOf(ModelNode node) =>
        node.Parent == node ? "" : string.Join('/', PathOf(node.Parent).Split('/', StringSplitOptions.RemoveEmptyEntries).Append(Encoding.UTF8.GetString(node.Name)));
}
