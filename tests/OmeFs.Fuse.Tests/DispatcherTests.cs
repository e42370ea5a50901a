using Microsoft.Extensions.Logging;
using OmeFs.Core;
using OmeFs.Core.Tree;
using OmeFs.Fuse.Operations;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Tests;

public sealed class DispatcherTests
{
    public static TheoryData<FuseOpcode> Mutating => new(Enum.GetValues<FuseOpcode>().Where(OpcodeKinds.Mutates));

    [Fact]
    public void Lookup_tells_node_generation_and_attributes()
    {
        using var rig = new Rig();
        var entry = rig.Lookup(NodeId.Root, ".zattrs").As<FuseEntryOut>();
        Assert.Equal(Rig.Generation, entry.Generation);
        Assert.Equal(86400u, entry.EntryValid);
        Assert.Equal(86400u, entry.AttrValid);
        Assert.Equal(entry.Nodeid, entry.Attr.Ino);
        Assert.Equal((ulong)Rig.Attributes.Length, entry.Attr.Size);
        Assert.Equal(1u, entry.Attr.Blocks);
        Assert.Equal(Convert.ToUInt32("100444", 8), entry.Attr.Mode);
        Assert.Equal((1u, 11u, 12u), (entry.Attr.Nlink, entry.Attr.Uid, entry.Attr.Gid));
        Assert.Equal((1_700_000_000ul, 123_456_789u), (entry.Attr.Mtime, entry.Attr.Mtimensec));
        Assert.Equal((entry.Attr.Mtime, entry.Attr.Mtime), (entry.Attr.Atime, entry.Attr.Ctime));
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("zarr.json")]
    [InlineData("01")]
    [InlineData("desktop.ini")]
    public void Absent_names_are_answered_so_that_the_kernel_remembers(string name)
    {
        using var rig = new Rig();
        var entry = rig.Lookup(NodeId.Root, name).As<FuseEntryOut>();
        Assert.Equal((0ul, 86400ul), (entry.Nodeid, entry.EntryValid));
    }

    [Fact]
    public void A_missing_chunk_is_an_absent_name()
    {
        using var rig = new Rig();
        Assert.Equal(0ul, rig.Lookup(rig.Row, "7").As<FuseEntryOut>().Nodeid);
        Assert.NotEqual(0ul, rig.Lookup(rig.Row, "8").As<FuseEntryOut>().Nodeid);
    }

    [Fact]
    public void Dot_and_dotdot_find_a_node_and_its_parent()
    {
        using var rig = new Rig();
        Assert.Equal(rig.Row.Value, rig.Lookup(rig.Row, ".").As<FuseEntryOut>().Nodeid);
        Assert.Equal(rig.Walk("0", "0", "0", "0").Value, rig.Lookup(rig.Row, "..").As<FuseEntryOut>().Nodeid);
        var root = rig.Lookup(rig.Level, "..").As<FuseEntryOut>();
        Assert.Equal((1ul, 0ul), (root.Nodeid, root.Generation));
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(1_000_000ul)]
    [InlineData(ulong.MaxValue)]
    public void A_handle_from_another_tree_is_not_found(ulong node)
    {
        using var rig = new Rig();
        Assert.Equal(Errno.ENOENT, rig.Lookup(new NodeId(node), ".").Error);
        Assert.Equal(Errno.ENOENT, rig.Ask(FuseOpcode.Getattr, new NodeId(node), new byte[16]).Error);
        Assert.Equal(Errno.ENOENT, rig.Read(new NodeId(node), 0, 10).Error);
        Assert.Equal(Errno.ENOENT, rig.Read(new NodeId(node), 0, 4096, FuseOpcode.Readdir).Error);
    }

    [Fact]
    public void Names_longer_than_255_bytes_are_refused()
    {
        using var rig = new Rig();
        Assert.Equal(0ul, rig.Lookup(NodeId.Root, new string('n', 255)).As<FuseEntryOut>().Nodeid);
        Assert.Equal(Errno.ENAMETOOLONG, rig.Lookup(NodeId.Root, new string('n', 256)).Error);
    }

    [Fact]
    public void Getattr_of_a_folder()
    {
        using var rig = new Rig();
        var attr = rig.Ask(FuseOpcode.Getattr, NodeId.Root, new byte[16]).As<FuseAttrOut>();
        Assert.Equal(86400u, attr.AttrValid);
        Assert.Equal((Convert.ToUInt32("40555", 8), 1u, 1ul), (attr.Attr.Mode, attr.Attr.Nlink, attr.Attr.Ino));
    }

    [Theory]
    [InlineData(0, 1000, 1000)]
    [InlineData(0, 4096, 1000)]
    [InlineData(999, 4096, 1)]
    [InlineData(100, 50, 50)]
    [InlineData(1000, 4096, 0)]
    [InlineData(5_000_000_000, 4096, 0)]
    public void Reads_give_all_there_is(long offset, int size, int expected)
    {
        using var rig = new Rig();
        var chunk = rig.Lookup(rig.Row, "9").As<FuseEntryOut>().Nodeid;
        var reply = rig.Read(new NodeId(chunk), (ulong)offset, (uint)size);
        Assert.Equal(Errno.None, reply.Error);
        Assert.Equal(Enumerable.Range(0, expected).Select(i => PatternStore.ByteAt(9, offset + i)), reply.Body);
    }

    [Fact]
    public void Reads_that_make_no_sense_are_refused()
    {
        using var rig = new Rig();
        var file = rig.Walk(".zattrs");
        Assert.Equal(Errno.EINVAL, rig.Read(file, 1UL << 63, 10).Error);
        Assert.Equal(Errno.EINVAL, rig.Read(file, 0, (1 << 20) + 1).Error);
        Assert.Equal(Errno.EISDIR, rig.Read(NodeId.Root, 0, 10).Error);
        Assert.Equal(Errno.ENOTDIR, rig.Read(file, 0, 4096, FuseOpcode.Readdir).Error);
    }

    [Fact]
    public void A_short_read_of_the_source_is_an_error_and_never_a_short_answer()
    {
        using var rig = new Rig(new PatternStore(Rig.ChunkSize) { Short = 1 });
        var chunk = new NodeId(rig.Lookup(rig.Row, "3").As<FuseEntryOut>().Nodeid);
        Assert.Equal(Errno.EIO, rig.Read(chunk, 0, 4096).Error);
        Assert.Equal(Errno.EIO, rig.Read(chunk, 0, 100).Error);
    }

    [Fact]
    public void Statfs_is_sane()
    {
        using var rig = new Rig();
        var answer = rig.Ask(FuseOpcode.Statfs, NodeId.Root, []).As<FuseKstatfs>();
        Assert.Equal((30141ul, 30141ul, 30141ul), (answer.Blocks, answer.Bfree, answer.Bavail));
        Assert.Equal((4096u, 4096u, 255u), (answer.Bsize, answer.Frsize, answer.Namelen));
        Assert.Equal(((ulong)rig.Tree.NodeCount, (ulong)rig.Tree.NodeCount), (answer.Files, answer.Ffree));
    }

    [Theory]
    [MemberData(nameof(Mutating))]
    public void Whatever_changes_something_is_refused(FuseOpcode opcode)
    {
        using var rig = new Rig();
        Assert.Equal(Errno.EROFS, rig.Ask(opcode, NodeId.Root, new byte[64]).Error);
    }

    /// <summary>Octal modes; user 7 mounts, or root. The source belongs to 1000:2000.</summary>
    [Theory]
    [InlineData("644", 0u, null, null, null, "1000:2000 444 555")]
    [InlineData("600", 0u, null, null, null, "1000:2000 400 500")]
    [InlineData("040", 0u, null, null, null, "1000:2000 40 50")]
    [InlineData("600", 0u, 5u, 6u, null, "5:6 400 500")]
    [InlineData("600", 0u, null, null, "444", "1000:2000 444 555")]
    [InlineData("644", 0u, null, null, "400", "1000:2000 400 500")]
    [InlineData("640", 7u, null, null, null, "7:2000 440 550")]
    [InlineData("044", 7u, null, null, null, "7:2000 444 555")]
    [InlineData("044", 7u, 5u, null, null, "5:2000 44 55")]
    public void Modes_and_owner_are_the_sources_unless_the_user_says_otherwise(string source, uint mounter, uint? uid, uint? gid, string? mode, string expected)
    {
        var access = new SameAccess(ReadAccess.OfFile(1000, 2000, Convert.ToUInt32(source, 8)));
        var shown = new ShownAccess(access, uid, gid, mode is null ? null : Convert.ToUInt32(mode, 8), (mounter, mounter)).Of(NodeId.Root);
        Assert.Equal(expected, $"{shown.Uid}:{shown.Gid} {Convert.ToString(shown.FileMode, 8)} {Convert.ToString(shown.Mode, 8)}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_node_has_extended_attributes(bool isShared)
    {
        using var rig = new Rig(options: new FuseOptions { IsShared = isShared });
        foreach (var node in (NodeId[])[NodeId.Root, rig.Level, rig.Row])
        {
            Assert.Equal(0u, rig.Ask(FuseOpcode.Listxattr, node, new byte[8]).As<FuseGetxattrOut>().Size);
            var list = rig.Ask(FuseOpcode.Listxattr, node, Rig.Bytes(new FuseGetxattrIn { Size = 1000 }));
            Assert.Equal((Errno.None, 0), (list.Error, list.Body.Length));
            var one = rig.Ask(FuseOpcode.Getxattr, node, [.. Rig.Bytes(new FuseGetxattrIn { Size = 10 }), .. "user.x\0"u8]);
            Assert.Equal(isShared ? Errno.ENODATA : Errno.ENOSYS, one.Error);
        }
        Assert.Equal(Errno.EINVAL, rig.Ask(FuseOpcode.Listxattr, NodeId.Root, new byte[7]).Error);
    }

    [Fact]
    public void Seventeen_opcodes_change_something() => Assert.Equal(17, Mutating.Count);

    [Theory]
    [InlineData(FuseOpcode.Open)]
    [InlineData(FuseOpcode.Opendir)]
    [InlineData(FuseOpcode.Flush)]
    [InlineData(FuseOpcode.Statx)]
    [InlineData(FuseOpcode.Getxattr)]
    [InlineData(FuseOpcode.Lseek)]
    [InlineData(FuseOpcode.Access)]
    [InlineData(FuseOpcode.Ioctl)]
    [InlineData(FuseOpcode.Poll)]
    [InlineData(FuseOpcode.Interrupt)]
    [InlineData(FuseOpcode.Bmap)]
    [InlineData(FuseOpcode.Fsync)]
    [InlineData(FuseOpcode.Fsyncdir)]
    [InlineData(FuseOpcode.Syncfs)]
    [InlineData(FuseOpcode.Getlk)]
    [InlineData((FuseOpcode)54)]
    [InlineData((FuseOpcode)4096)]
    [InlineData((FuseOpcode)uint.MaxValue)]
    [InlineData((FuseOpcode)0)]
    public void What_the_kernel_shall_do_alone_is_ENOSYS(FuseOpcode opcode)
    {
        using var rig = new Rig();
        Assert.Equal(Errno.ENOSYS, rig.Ask(opcode, NodeId.Root, new byte[64]).Error);
    }

    [Theory]
    [InlineData(FuseOpcode.Forget)]
    [InlineData(FuseOpcode.BatchForget)]
    [InlineData(FuseOpcode.NotifyReply)]
    public void Some_requests_have_no_reply(FuseOpcode opcode)
    {
        using var rig = new Rig();
        Assert.Empty(rig.AskRaw(Rig.Request(opcode, NodeId.Root, new byte[16], 2)));
        Assert.Empty(rig.AskRaw([.. Rig.Request(opcode, NodeId.Root, new byte[16], 2), 0]));
    }

    [Fact]
    public void Releases_are_answered()
    {
        using var rig = new Rig();
        foreach (var opcode in new[] { FuseOpcode.Release, FuseOpcode.Releasedir, FuseOpcode.Destroy })
            Assert.Equal(Errno.None, rig.Ask(opcode, NodeId.Root, new byte[24]).Error);
        Assert.Equal(Errno.EINVAL, rig.Ask(FuseOpcode.Readlink, NodeId.Root, []).Error);
    }

    [Theory]
    [InlineData(FaultKind.SourceChanged, "ESTALE")]
    [InlineData(FaultKind.NotFound, "ENOENT")]
    [InlineData(FaultKind.AccessRefused, "EACCES")]
    [InlineData(FaultKind.Usage, "EINVAL")]
    [InlineData(FaultKind.Corrupt, "EIO")]
    [InlineData(FaultKind.Unsupported, "EIO")]
    [InlineData(FaultKind.LimitExceeded, "EIO")]
    [InlineData(FaultKind.SourceFailed, "EIO")]
    [InlineData(FaultKind.Bug, "EIO")]
    public void A_fault_is_one_errno_logged_once_and_the_next_request_works(FaultKind kind, string errno)
    {
        var store = new PatternStore(Rig.ChunkSize);
        using var rig = new Rig(store);
        var chunk = new NodeId(rig.Lookup(rig.Row, "3").As<FuseEntryOut>().Nodeid);
        store.Fault = new OmeFsException(kind, "tag 273 says 5");
        Assert.Equal(errno, rig.Read(chunk, 0, 100).Error.ToString());
        Assert.Equal(errno, rig.Read(chunk, 100, 100).Error.ToString());
        var line = Assert.Single(rig.Log.Lines);
        Assert.Contains("Read of '0/0/0/0/0/3' failed with " + errno, line.Text);
        store.Fault = null;
        Assert.Equal(100, rig.Read(chunk, 0, 100).Body.Length);
    }

    [Fact]
    public void What_nobody_expected_is_EIO_with_its_stack_in_the_log()
    {
        var store = new PatternStore(Rig.ChunkSize);
        using var rig = new Rig(store);
        var chunk = new NodeId(rig.Lookup(rig.Row, "3").As<FuseEntryOut>().Nodeid);
        store.Fault = new InvalidCastException("oops");
        Assert.Equal(Errno.EIO, rig.Read(chunk, 0, 100).Error);
        Assert.IsType<InvalidCastException>(Assert.Single(rig.Log.Lines).Fault);
        store.Fault = null;
        Assert.Equal(100, rig.Read(chunk, 0, 100).Body.Length);
    }

    [Fact]
    public void Requests_are_counted_by_kind()
    {
        using var rig = new Rig();
        rig.Lookup(NodeId.Root, "x");
        rig.Lookup(NodeId.Root, "y");
        rig.Ask((FuseOpcode)9999, NodeId.Root, []);
        Assert.Equal(2, rig.Dispatcher.Counters[FuseOpcode.Lookup]);
        Assert.Equal(3, rig.Dispatcher.Counters.Total);
    }

    [Theory]
    [InlineData(0L, 0L, 0u)]
    [InlineData(1_500_000_000L, 1L, 500_000_000u)]
    [InlineData(-1L, -1L, 999_999_999u)]
    [InlineData(-2_000_000_000L, -2L, 0u)]
    public void Times_before_1970_are_times_too(long nanoseconds, long seconds, uint rest)
    {
        var tree = new TreeBuilder().Freeze(new NodeVersion(nanoseconds, 1), 1);
        var attr = new NodeAttributes(tree, new ShownAccess(null, 0, 0, null, (0, 0))).Of(new NodeStat(NodeId.Root, NodeKind.Folder, 0));
        Assert.Equal((seconds, rest), ((long)attr.Mtime, attr.Mtimensec));
    }

    [Fact]
    public async Task A_reply_that_the_kernel_refuses_is_told_loudly_and_EIO_is_sent_instead()
    {
        using var rig = new Rig();
        var channel = new FussyChannel();
        using var received = new FuseRequest { Channel = channel };
        var request = Rig.Request(FuseOpcode.Getattr, NodeId.Root, new byte[16], 8);
        request.CopyTo(received.Space);
        received.Length = request.Length;
        await rig.Dispatcher.DispatchAsync(received);
        Assert.Equal(Errno.EIO, Assert.Single(channel.Accepted).Error);
        Assert.Equal(LogLevel.Error, Assert.Single(rig.Log.Lines).Level);
    }

    /// <summary>Takes no reply that has a payload, as the kernel takes none of the wrong size.</summary>
    private sealed class FussyChannel : IFuseChannel
    {
        public List<Reply> Accepted { get; } = [];

        public int Receive(Span<byte> request) => IFuseChannel.Over;

        public Errno Reply(ReadOnlySpan<byte> reply)
        {
            if (reply.Length > 16)
                return Errno.EINVAL;
            Accepted.Add(new Reply(reply.ToArray()));
            return Errno.None;
        }

        public void Dispose()
        {
        }
    }
}
