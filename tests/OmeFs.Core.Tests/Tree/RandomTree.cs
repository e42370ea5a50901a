using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Tree;

/// <summary>The same random tree twice: as a <see cref="VirtualTree"/> and as a <see cref="ModelNode"/>.</summary>
internal static class RandomTree
{
    private static readonly string[] Names = [".zgroup", ".zarray", "OME", "a", "A", "µ", "zz", "METADATA.ome.xml", "folder", "x.y"];

    public static (VirtualTree Tree, ModelNode Model) Make(int seed)
    {
        var random = new Random(seed);
        var builder = new TreeBuilder();
        var model = new ModelNode("", null, null);
        List<(NodeId Id, ModelNode Node)> folders = [(NodeId.Root, model)];
        for (var i = random.Next(1, 15); i > 0; i--)
        {
            var (id, node) = folders[random.Next(folders.Count)];
            var name = Names[random.Next(Names.Length)];
            if (node.Children.Exists(child => System.Text.Encoding.UTF8.GetString(child.Name) == name))
                continue;
            if (random.Next(2) == 0)
            {
                folders.Add((builder.AddFolder(id, name), node.Add(name, null)));
                continue;
            }
            var content = new byte[random.Next(40)];
            random.NextBytes(content);
            builder.AddFile(id, name, content);
            node.Add(name, content);
        }
        model.Freeze();
        foreach (var (id, node) in folders.Where(_ => random.Next(3) > 0))
        {
            var grid = new ArrayShape(random.Next(1, 3), random.Next(1, 4), random.Next(1, 4), random.Next(1, 5), random.Next(1, 14));
            builder.AddChunks(id, grid, new ModelStore(seed));
            node.AddChunks(grid, new ModelStore(seed));
        }
        return (builder.Freeze(new NodeVersion(1, 2), 3), model);
    }
}
