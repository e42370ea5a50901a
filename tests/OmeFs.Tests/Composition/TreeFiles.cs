using OmeFs.Core.Tree;

namespace OmeFs.Tests.Composition;

/// <summary>All files of a tree, by listing it.</summary>
internal static class TreeFiles
{
    private const int Page = 64;

    /// <summary>The bytes of each file by its path; folders that hold none leave no trace.</summary>
    public static async Task<Dictionary<string, byte[]>> ReadAsync(IVirtualTree tree)
    {
        var files = new Dictionary<string, byte[]>();
        await ReadAsync(tree, NodeId.Root, "", files);
        return files;
    }

    private static async Task ReadAsync(IVirtualTree tree, NodeId folder, string path, Dictionary<string, byte[]> files)
    {
        var page = new TreeEntry[Page];
        ulong next = 0;
        for (int count; (count = await tree.ListAsync(folder, next, page)) > 0; next = page[count - 1].Ordinal + 1)
            foreach (var entry in page[..count])
            {
                if (entry.Stat.Kind == NodeKind.Folder)
                    await ReadAsync(tree, entry.Stat.Id, $"{path}{entry.Name}/", files);
                else
                    files.Add(path + entry.Name, await BytesAsync(tree, entry.Stat.Id));
            }
    }

    private static async Task<byte[]> BytesAsync(IVirtualTree tree, NodeId file)
    {
        var size = (await tree.StatAsync(file)).Size;
        var bytes = new byte[size + 1];
        Assert.Equal(size, await tree.Open(file).ReadAsync(0, bytes));
        return bytes[..^1];
    }
}
