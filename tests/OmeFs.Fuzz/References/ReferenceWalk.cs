using System.Text.Unicode;
using OmeFs.Core;
using OmeFs.Core.Tree;

namespace OmeFs.Fuzz.References;

/// <summary>A reference tree listed, looked up and read: names that are names, in order, each found again where it was listed.</summary>
internal sealed class ReferenceWalk(IVirtualTree tree)
{
    private const int MostEntries = 400;
    private const int MostReads = 40;

    private readonly TreeEntry[] _entries = new TreeEntry[7];
    private readonly byte[] _buffer = new byte[300];
    private int _reads;

    /// <summary>The first fault of each kind.</summary>
    public SortedDictionary<FaultKind, string> Faults { get; } = [];

    /// <summary>Files that were found; null where there are more than were looked at.</summary>
    public async Task<int?> FilesAsync()
    {
        var folders = new Stack<NodeId>([NodeId.Root]);
        var (entries, files) = (0, 0);
        while (folders.TryPop(out var folder))
        {
            var before = Array.Empty<byte>();
            for (ulong ordinal = 0; await tree.ListAsync(folder, ordinal, _entries) is > 0 and var count; ordinal = _entries[count - 1].Ordinal + 1)
                foreach (var entry in _entries[..count])
                {
                    if (entries++ == MostEntries)
                        return null;
                    before = await ExpectFoundAsync(folder, entry, before);
                    if (entry.Stat.Kind == NodeKind.Folder)
                        folders.Push(entry.Stat.Id);
                    else
                        files++;
                    if (entry.Stat.Kind == NodeKind.File && _reads++ < MostReads)
                        await ReadAsync(entry.Stat.Id);
                }
        }
        return files;
    }

    private async Task<byte[]> ExpectFoundAsync(NodeId folder, TreeEntry entry, byte[] before)
    {
        var name = entry.Text.ToArray();
        if (name.Length is 0 or > 255 || name.AsSpan().IndexOfAny((byte)'/', (byte)0) >= 0 || !Utf8.IsValid(name) || entry.Name is "." or "..")
            throw new BrokenPromiseException("a name that is none");
        if (before.AsSpan().SequenceCompareTo(name) >= 0)
            throw new BrokenPromiseException("names that are not in order");
        var path = $"{tree.PathOf(folder)}/{entry.Name}".TrimStart('/');
        if (tree.PathOf(entry.Stat.Id) != path || await tree.ParentOfAsync(entry.Stat.Id) != folder)
            throw new BrokenPromiseException("a node lies elsewhere than where it was listed");
        try
        {
            var found = await tree.LookupAsync(folder, name);
            if (found.Id != entry.Stat.Id || found.Kind != entry.Stat.Kind || (entry.Stat.Size != NodeStat.UnknownSize && found.Size != entry.Stat.Size) || await tree.StatAsync(found.Id) != found)
                throw new BrokenPromiseException("a listed node is not the one that is found by its name");
        }
        catch (OmeFsException fault) when (entry.Stat.Size == NodeStat.UnknownSize && IsOfTheTarget(fault))
        {
            Faults.TryAdd(fault.Kind, fault.Message); // the size of a target as a whole, which cannot be asked
        }
        return name;
    }

    private async Task ReadAsync(NodeId file)
    {
        try
        {
            var size = (await tree.StatAsync(file)).Size;
            foreach (var offset in (long[])[0, Math.Max(0, size - 100), size / 2, size, long.MaxValue])
            {
                var read = await tree.Open(file).ReadAsync(offset, _buffer);
                if (read != Math.Clamp(size - offset, 0, _buffer.Length))
                    throw new BrokenPromiseException("other than the bytes that stat tells were read");
                if (_buffer.AsSpan(0, read).IndexOf("of somebody else"u8) >= 0)
                    throw new BrokenPromiseException("a file outside of the folder was read");
            }
        }
        catch (OmeFsException fault) when (IsOfTheTarget(fault))
        {
            Faults.TryAdd(fault.Kind, fault.Message);
        }
    }

    private static bool IsOfTheTarget(OmeFsException fault) =>
        fault.Kind is FaultKind.Corrupt or FaultKind.SourceFailed or FaultKind.AccessRefused or FaultKind.Unsupported;
}
