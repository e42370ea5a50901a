using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using OmeFs.Core.Tree;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Tests;

public sealed class ListingTests
{
    private static readonly string[] RowNames =
        [".", "..", .. Enumerable.Range(0, Rig.Chunks).Where(x => x != 7).Select(x => x.ToString())];

    public static TheoryData<bool, uint> Rooms
    {
        get
        {
            var rooms = new TheoryData<bool, uint>();
            foreach (var room in new uint[] { 32, 64, 100, 4096, 32768, 1 << 20, uint.MaxValue })
                rooms.Add(false, room);
            foreach (var room in new uint[] { 160, 350, 4096, 32768 })
                rooms.Add(true, room);
            return rooms;
        }
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_listing_in_pieces_is_the_whole(bool plus, uint room)
    {
        using var rig = new Rig();
        var names = new List<string>();
        for (ulong cookie = 0; ;)
        {
            var piece = List(rig, rig.Row, cookie, room, plus);
            if (piece.Count == 0)
                break;
            names.AddRange(piece.Select(entry => entry.Name));
            cookie = piece[^1].Dirent.Off;
        }
        Assert.Equal(RowNames, names);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_cookie_resumes_after_its_entry(bool plus)
    {
        using var rig = new Rig();
        var whole = List(rig, rig.Row, 0, 65536, plus);
        for (var i = 0; i < whole.Count; i++)
            Assert.Equal(RowNames[(i + 1)..], List(rig, rig.Row, whole[i].Dirent.Off, 65536, plus).Select(entry => entry.Name));
        Assert.Empty(List(rig, rig.Row, 1_000_000, 65536, plus));
        Assert.Empty(List(rig, rig.Row, ulong.MaxValue, 65536, plus));
    }

    [Fact]
    public void Cookies_are_ordinals_so_that_they_outlive_a_remount()
    {
        using var rig = new Rig();
        var whole = List(rig, rig.Row, 0, 65536, plus: false);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12], whole.Take(11).Select(entry => (int)entry.Dirent.Off));
    }

    [Fact]
    public void Entries_agree_with_lookup()
    {
        using var rig = new Rig();
        foreach (var folder in new[] { NodeId.Root, rig.Level, rig.Row })
            foreach (var entry in List(rig, folder, 0, 65536, plus: true))
            {
                var found = rig.Lookup(folder, entry.Name).As<FuseEntryOut>();
                Assert.Equal(found.Attr.Ino, entry.Dirent.Ino);
                Assert.Equal(found.Attr.Mode >> 12, entry.Dirent.Type);
                Assert.Equal(entry.Name is "." or ".." ? default : found, entry.Entry);
            }
    }

    [Fact]
    public void Documents_come_before_chunks()
    {
        using var rig = new Rig();
        Assert.Equal([".", "..", ".zarray", "0"], List(rig, rig.Level, 0, 4096, plus: false).Select(entry => entry.Name));
        Assert.Equal([".", "..", ".zattrs", "0", "a folder"], List(rig, NodeId.Root, 0, 4096, plus: false).Select(entry => entry.Name));
    }

    [Theory]
    [InlineData(false, 0u)]
    [InlineData(false, 31u)]
    [InlineData(true, 159u)]
    public void No_room_for_one_entry_is_an_error_and_not_the_end(bool plus, uint room)
    {
        using var rig = new Rig();
        for (ulong cookie = 0; cookie < 4; cookie++)
            Assert.Equal(Errno.EINVAL, rig.Read(rig.Row, cookie, room, Opcode(plus)).Error);
    }

    private static FuseOpcode Opcode(bool plus) => plus ? FuseOpcode.Readdirplus : FuseOpcode.Readdir;

    private static List<(FuseEntryOut Entry, FuseDirent Dirent, string Name)> List(Rig rig, NodeId folder, ulong cookie, uint room, bool plus)
    {
        var reply = rig.Read(folder, cookie, room, Opcode(plus));
        Assert.Equal(Errno.None, reply.Error);
        Assert.InRange((uint)reply.Body.Length, 0u, room);
        var entries = new List<(FuseEntryOut, FuseDirent, string)>();
        for (var rest = reply.Body.AsSpan(); rest.Length > 0;)
        {
            var entry = plus ? MemoryMarshal.Read<FuseEntryOut>(rest) : default;
            var dirent = MemoryMarshal.Read<FuseDirent>(rest[(plus ? Unsafe.SizeOf<FuseEntryOut>() : 0)..]);
            var start = plus ? Unsafe.SizeOf<FuseDirentplus>() : Unsafe.SizeOf<FuseDirent>();
            entries.Add((entry, dirent, Encoding.UTF8.GetString(rest.Slice(start, (int)dirent.Namelen))));
            rest = rest[((start + (int)dirent.Namelen + 7) & ~7)..];
        }
        return entries;
    }
}
