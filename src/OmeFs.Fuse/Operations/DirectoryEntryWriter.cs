using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Operations;

/// <summary>Writes one entry of a listing, or nothing if it does not fit whole: each entry of READDIRPLUS counts as a lookup.</summary>
internal readonly ref struct DirectoryEntryWriter(Span<byte> room, bool plus)
{
    private const int Alignment = 8;

    private readonly Span<byte> _room = room;

    /// <summary>The most entries that can fit, at least 1: with the shortest possible names.</summary>
    public static int AtMost(int room, bool plus, int limit) => Math.Clamp(room / (Size(plus) + Alignment), 1, limit);

    /// <summary>Returns the number of bytes of the entry; 0 if there is not enough room.</summary>
    public int Write(in FuseEntryOut entry, FuseDirent dirent, ReadOnlySpan<byte> name)
    {
        var end = Size(plus) + name.Length;
        var aligned = (end + Alignment - 1) & -Alignment;
        if (aligned > _room.Length)
            return 0;
        dirent.Namelen = (uint)name.Length;
        if (plus)
            MemoryMarshal.Write(_room, new FuseDirentplus { EntryOut = entry, Dirent = dirent });
        else
            MemoryMarshal.Write(_room, dirent);
        name.CopyTo(_room[Size(plus)..]);
        _room[end..aligned].Clear();
        return aligned;
    }

    private static int Size(bool plus) => plus ? Unsafe.SizeOf<FuseDirentplus>() : Unsafe.SizeOf<FuseDirent>();
}
