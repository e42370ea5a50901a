using System.Runtime.InteropServices;
using OmeFs.Core.Tree;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Tests;

/// <summary>The kernel sends no such thing; a bug of ours that reads past a request's end must not go unseen for that.</summary>
public sealed class MalformedRequestTests
{
    [Theory]
    [InlineData(FuseOpcode.Lookup)]
    [InlineData(FuseOpcode.Read)]
    [InlineData(FuseOpcode.Readdir)]
    [InlineData(FuseOpcode.Readdirplus)]
    [InlineData(FuseOpcode.Init)]
    public void A_body_that_is_cut_off_is_EINVAL(FuseOpcode opcode)
    {
        using var rig = new Rig();
        var least = opcode switch { FuseOpcode.Lookup => 1, FuseOpcode.Init => 16, _ => 40 };
        for (var length = 0; length < least; length++)
            Assert.Equal(Errno.EINVAL, rig.Ask(opcode, NodeId.Root, new byte[length]).Error);
    }

    [Fact]
    public void A_name_must_have_its_NUL_and_something_before_it()
    {
        using var rig = new Rig();
        Assert.Equal(Errno.EINVAL, rig.Ask(FuseOpcode.Lookup, NodeId.Root, [(byte)'a']).Error);
        Assert.Equal(Errno.EINVAL, rig.Ask(FuseOpcode.Lookup, NodeId.Root, [0]).Error);
    }

    [Fact]
    public void A_length_that_is_not_what_came_is_EINVAL_and_half_a_header_has_no_answer()
    {
        using var rig = new Rig();
        var request = Rig.Request(FuseOpcode.Getattr, NodeId.Root, new byte[16], 8);
        Assert.Equal(Errno.EINVAL, new Reply(Assert.Single(rig.AskRaw([.. request, 0]))).Error);
        for (var length = 0; length < 40; length++)
            Assert.Empty(rig.AskRaw(request[..length]));
    }

    [Fact]
    public void Random_requests_get_one_sound_reply_or_none()
    {
        var random = new Random(20240229);
        using var rig = new Rig();
        for (var round = 0; round < 50_000; round++)
        {
            var request = new byte[random.Next(0, 200)];
            random.NextBytes(request);
            if (request.Length >= 40 && round % 10 > 0)
                MakePlausible(request, random);
            foreach (var reply in rig.AskRaw(request))
                _ = new Reply(reply);
        }
        Assert.DoesNotContain(rig.Log.Lines, line => line.Fault is not null);
        Assert.Equal(1ul, rig.Lookup(NodeId.Root, ".").As<FuseEntryOut>().Nodeid);
    }

    /// <summary>A right header and small numbers, so that the bodies are reached.</summary>
    private static void MakePlausible(byte[] request, Random random)
    {
        MemoryMarshal.Write(request, new FuseInHeader
        {
            Len = (uint)request.Length,
            Opcode = (FuseOpcode)random.Next(0, 60),
            Unique = (ulong)random.Next(),
            Nodeid = (ulong)random.Next(0, 120),
        });
        if (request.Length >= 80 && random.Next(2) == 0)
            MemoryMarshal.Write(
                request.AsSpan(40),
                new FuseReadIn { Offset = (ulong)random.Next(0, 2000), Size = (uint)random.Next(0, 5000) });
    }
}
