using System.Text;
using OmeFs.Core.References.Keys;
using OmeFs.Core.References.Set;
using OmeFs.Core.Tree;

namespace OmeFs.Core.References.Tree;

/// <summary>References as a tree of folders and files. A folder is a range of the sorted keys, found on demand.</summary>
/// <remarks>
/// *Invariant:* lookups, listings and reads do not make memory grow. An entry's ordinal is the position of its last key in the folder's range, so a
/// listing can continue anywhere.
/// </remarks>
internal sealed class ReferenceTree(ReferenceSet references, ReferenceFiles files, NodeVersion version, long sourceBytes) : IVirtualTree, IDeferredContent
{
    public long SourceBytes => sourceBytes;

    public long NodeCount => references.Count;

    public ValueTask<NodeStat> StatAsync(NodeId id, CancellationToken cancellation = default)
    {
        if (TryFile(id, out var position))
            return StatFileAsync(position, cancellation);
        Span<byte> room = stackalloc byte[references.KeyRoom];
        return TryFolder(id, room, out _) ? ValueTask.FromResult(new NodeStat(id, NodeKind.Folder, 0)) : default;
    }

    public ValueTask<NodeStat> LookupAsync(NodeId folder, ReadOnlySpan<byte> name, CancellationToken cancellation = default)
    {
        Span<byte> room = stackalloc byte[references.KeyRoom];
        if (!TryFolder(folder, room, out var parent) || name.IsEmpty || name.Length > TreeLimits.MaxNameBytes || name.Contains(KeyRules.Separator))
            return default;
        Span<byte> key = stackalloc byte[ReferenceLimits.MaxKeyBytes + 1 + TreeLimits.MaxNameBytes];
        parent.Prefix.CopyTo(key);
        name.CopyTo(key[parent.Prefix.Length..]);
        key = key[..(parent.Prefix.Length + name.Length)];
        var position = references.LowerBound(key, parent.First);
        if (position == references.Count)
            return default;
        Span<byte> roomFound = stackalloc byte[references.KeyRoom];
        var found = references.Key(position, roomFound);
        if (!found.StartsWith(key))
            return default;
        if (found.Length == key.Length)
            return StatFileAsync(position, cancellation);
        return found[key.Length] == KeyRules.Separator
            ? ValueTask.FromResult(new NodeStat(ReferenceNodes.Folder(position, parent.Parts + 1), NodeKind.Folder, 0))
            : default;
    }

    public ValueTask<int> ListAsync(NodeId folder, ulong ordinal, Memory<TreeEntry> page, CancellationToken cancellation = default)
    {
        Span<byte> room = stackalloc byte[references.KeyRoom];
        if (!TryFolder(folder, room, out var parent) || ordinal > int.MaxValue)
            return ValueTask.FromResult(0);
        var end = parent.Parts == 0 ? references.Count : references.EndOf(parent.Prefix, parent.First);
        var names = new ListedNames(references, Math.Clamp(references.KeyRoom - parent.Prefix.Length, 0, TreeLimits.MaxNameBytes) * page.Length);
        var filled = 0;
        for (var position = parent.First + (long)ordinal; position < end && filled < page.Length; filled++)
        {
            page.Span[filled] = Entry(parent, (int)position, ref names);
            position = parent.First + (long)page.Span[filled].Ordinal + 1;
        }
        return ValueTask.FromResult(filled);
    }

    public ValueTask<NodeId> ParentOfAsync(NodeId id, CancellationToken cancellation = default) => ValueTask.FromResult(ParentOf(id));

    public NodeVersion VersionOf(NodeId id) => version;

    public FileContent Open(NodeId id) => TryFile(id, out _) ? new FileContent(this, id) : default;

    ValueTask<int> IDeferredContent.ReadAsync(NodeId file, long offset, Memory<byte> buffer, CancellationToken cancellation) =>
        TryFile(file, out var position)
            ? files.ReadAsync(position, offset, buffer, cancellation)
            : throw new OmeFsException(FaultKind.Bug, $"node {file} is not a file");

    public string PathOf(NodeId id)
    {
        if (!ReferenceNodes.TryRead(id, references.Count, out var position, out var parts))
            return "";
        var key = references.Key(position, stackalloc byte[references.KeyRoom]);
        var path = parts == 0 ? key : Prefix(key, parts);
        return Encoding.UTF8.GetString(path).Replace((char)KeyRules.Separator, '/').TrimEnd('/');
    }

    private NodeId ParentOf(NodeId id)
    {
        if (!ReferenceNodes.TryRead(id, references.Count, out var position, out var parts))
            return NodeId.Root;
        var key = references.Key(position, stackalloc byte[references.KeyRoom]);
        var above = parts == 0 ? key.Count(KeyRules.Separator) : parts - 1;
        return above == 0 ? NodeId.Root : ReferenceNodes.Folder(references.LowerBound(Prefix(key, above)), above);
    }

    private bool TryFile(NodeId id, out int position) => ReferenceNodes.TryRead(id, references.Count, out position, out var parts) && parts == 0;

    /// <summary>Finds a folder by its only valid id.</summary>
    /// <param name="room">Room for its prefix: <see cref="ReferenceSet.KeyRoom"/> bytes.</param>
    private bool TryFolder(NodeId id, Span<byte> room, out Folder folder)
    {
        folder = default;
        if (id == NodeId.Root)
            return true;
        if (!ReferenceNodes.TryRead(id, references.Count, out var position, out var parts) || parts == 0)
            return false;
        var prefix = Prefix(references.Key(position, room), parts);
        folder = new Folder(position, parts, prefix);
        return !prefix.IsEmpty && (position == 0 || !references.BeginsWith(position - 1, prefix));
    }

    private async ValueTask<NodeStat> StatFileAsync(int position, CancellationToken cancellation) =>
        new(ReferenceNodes.File(position), NodeKind.File, await files.SizeAsync(position, cancellation));

    private TreeEntry Entry(in Folder parent, int position, ref ListedNames names)
    {
        var key = references.Key(position, stackalloc byte[references.KeyRoom]);
        var length = key[parent.Prefix.Length..].IndexOf(KeyRules.Separator);
        if (length < 0)
        {
            var file = new NodeStat(ReferenceNodes.File(position), NodeKind.File, files.KnownSize(position));
            return new TreeEntry(file, (ulong)(position - parent.First), names.Of(position, key, parent.Prefix.Length, key.Length), 0);
        }
        var prefix = key[..(parent.Prefix.Length + length + 1)];
        // A listing that starts within a folder's range still shows the folder under its own id.
        var first = position > parent.First && references.BeginsWith(position - 1, prefix) ? references.LowerBound(prefix) : position;
        var last = references.EndOf(prefix, position) - 1;
        return new TreeEntry(
            new NodeStat(ReferenceNodes.Folder(first, parent.Parts + 1), NodeKind.Folder, 0),
            (ulong)(last - parent.First),
            names.Of(position, key, parent.Prefix.Length, parent.Prefix.Length + length),
            0);
    }

    /// <summary>The first parts of a key, each with the separator after it; empty if the key has no further parts.</summary>
    private static ReadOnlySpan<byte> Prefix(ReadOnlySpan<byte> key, int parts)
    {
        var length = 0;
        for (; parts > 0; parts--)
        {
            var next = key[length..].IndexOf(KeyRules.Separator);
            if (next < 0)
                return [];
            length += next + 1;
        }
        return key[..length];
    }

    /// <param name="first">The position of its first key.</param>
    /// <param name="parts">0 for the root.</param>
    private readonly ref struct Folder(int first, int parts, ReadOnlySpan<byte> prefix)
    {
        public int First { get; } = first;

        public int Parts { get; } = parts;

        /// <summary>The common prefix of its keys, including the separator.</summary>
        public ReadOnlySpan<byte> Prefix { get; } = prefix;
    }

    /// <summary>
    /// Names for one listing. A packed name is memory that already exists. Calculated names are written into one buffer of the listing.
    /// </summary>
    private struct ListedNames(ReferenceSet references, int room)
    {
        private Memory<byte> _room;

        public ReadOnlyMemory<byte> Of(int position, ReadOnlySpan<byte> key, int from, int to)
        {
            if (references.TryKeyMemory(position, out var stays))
                return stays[from..to];
            if (_room.IsEmpty)
                _room = new byte[room];
            var name = _room[..(to - from)];
            _room = _room[(to - from)..];
            key[from..to].CopyTo(name.Span);
            return name;
        }
    }
}
