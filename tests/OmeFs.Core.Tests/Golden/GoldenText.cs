using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.Golden;

/// <summary>Writes a tree as a text: all folders, documents and chunks, the bytes of documents, and of three chunks of each array.</summary>
internal sealed class GoldenText(IVirtualTree tree)
{
    /// <summary>The chunks of larger arrays are not listed. Arbitrary: malformed files claim millions, of which most are missing.</summary>
    private const int MostChunks = 1_024;

    /// <summary>A chunk whose bytes are hashed. Arbitrary, for files that claim terabytes.</summary>
    private const long MostBytes = 16 * 1024 * 1024;

    private const int PageEntries = 256;

    private readonly StringBuilder _text = new();

    public async Task<string> WriteAsync()
    {
        await WriteFolderAsync(NodeId.Root, "");
        return _text.ToString();
    }

    private async Task WriteFolderAsync(NodeId folder, string path)
    {
        var array = await FindAsync(folder, ".zarray");
        var document = array.Exists ? JsonNode.Parse(await ReadAsync(array)) : null;
        var last = document is null ? null : LastChunk(document);
        var isListed = last is null || last.Aggregate(1.0, (volume, index) => volume * (index + 1)) <= MostChunks;
        await foreach (var entry in ListAsync(folder))
        {
            var isChunk = last is not null && char.IsAsciiDigit(entry.Name[0]);
            if (isChunk && !isListed)
                break; // documents come before chunks
            await WriteEntryAsync(entry, Join(path, entry.Name), isChunk);
        }
        if (document is not null)
            await WriteChunksAsync(folder, path, last!, (string?)document["dimension_separator"] ?? ".");
    }

    private async Task WriteEntryAsync(TreeEntry entry, string path, bool isChunk)
    {
        Line(entry.Stat.Kind == NodeKind.Folder ? $"{path}/" : $"{path} {entry.Stat.Size}");
        if (entry.Stat.Kind == NodeKind.Folder && !isChunk)
            await WriteFolderAsync(entry.Stat.Id, path);
        else if (entry.Stat.Kind == NodeKind.Folder)
            await foreach (var below in ListAsync(entry.Stat.Id))
                await WriteEntryAsync(below, Join(path, below.Name), isChunk);
        else if (!isChunk)
            await WriteBytesAsync(entry.Stat, path);
    }

    /// <summary>The first, the middle and the last chunk by the array's own document, as a client finds them.</summary>
    private async Task WriteChunksAsync(NodeId folder, string path, long[] last, string separator)
    {
        foreach (var key in new[] { last.Select(_ => 0L), last.Select(index => index / 2), last }.Select(index => string.Join(separator, index)).Distinct())
        {
            var stat = await FindAsync(folder, key);
            if (stat.Exists)
                await WriteBytesAsync(stat, Join(path, key));
            else
                Line($"{Join(path, key)} is missing");
        }
    }

    private async IAsyncEnumerable<TreeEntry> ListAsync(NodeId folder)
    {
        var page = new TreeEntry[PageEntries];
        var ordinal = 0UL;
        while (await CountAsync(folder, ordinal, page) is var count and > 0)
        {
            foreach (var entry in page[..count])
                yield return entry.Stat.Size == NodeStat.UnknownSize ? entry with { Stat = await StatAsync(entry.Stat.Id) } : entry;
            ordinal = page[count - 1].Ordinal + 1;
        }
    }

    private async Task<int> CountAsync(NodeId folder, ulong ordinal, TreeEntry[] page)
    {
        try
        {
            return await tree.ListAsync(folder, ordinal, page);
        }
        catch (OmeFsException fault)
        {
            Line($"  {tree.PathOf(folder)}: {fault.Kind}: {fault.Message}");
            return 0;
        }
    }

    /// <summary>The size of a reference without a length is the target's to say, if that can be opened.</summary>
    private async Task<NodeStat> StatAsync(NodeId id)
    {
        try
        {
            return await tree.StatAsync(id);
        }
        catch (OmeFsException fault)
        {
            Line($"  {tree.PathOf(id)}: {fault.Kind}: {fault.Message}");
            return new NodeStat(id, NodeKind.File, 0);
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";

    private static long[] LastChunk(JsonNode array) => [.. Numbers(array["shape"]).Zip(Numbers(array["chunks"]), (length, chunk) => ((length + chunk - 1) / chunk) - 1)];

    private static long[] Numbers(JsonNode? list) => [.. list!.AsArray().Select(number => (long)number!)];

    private async Task WriteBytesAsync(NodeStat stat, string path)
    {
        if (stat.Size > MostBytes)
        {
            Line($"  {path}: {stat.Size} bytes are not read");
            return;
        }
        try
        {
            Line($"  {path}: sha256 {Convert.ToHexStringLower(SHA256.HashData(await ReadAsync(stat)))}");
        }
        catch (OmeFsException fault)
        {
            Line($"  {path}: {fault.Kind}: {fault.Message}");
        }
    }

    private async Task<byte[]> ReadAsync(NodeStat stat)
    {
        var bytes = new byte[stat.Size];
        var count = await tree.Open(stat.Id).ReadAsync(0, bytes);
        return bytes[..count];
    }

    private async Task<NodeStat> FindAsync(NodeId folder, string path)
    {
        var stat = new NodeStat(folder, NodeKind.Folder, 0);
        try
        {
            foreach (var name in path.Split('/'))
                stat = stat.Exists ? await tree.LookupAsync(stat.Id, Encoding.UTF8.GetBytes(name)) : default;
        }
        catch (OmeFsException fault)
        {
            Line($"  {path}: {fault.Kind}: {fault.Message}");
            return default;
        }
        return stat;
    }

    private void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Line(string line) => _text.Append(line).Append('\n');
}
