using System.Runtime.CompilerServices;
using OmeFs.Core;
using OmeFs.Fuse.Operations;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Tests;

/// <summary>INIT as kernels of several years send it. Flags are those each version defines, with nothing left out.</summary>
public sealed class InitTests
{
    private const uint AllOf31 = (1u << 26) - 1, AllOf36 = (1u << 31) - 1;

    [Theory]
    [InlineData(31, AllOf31, null)]
    [InlineData(34, (1u << 30) - 1, null)]
    [InlineData(36, AllOf36, 0x3u)]
    [InlineData(38, AllOf36, 0xfu)]
    [InlineData(40, AllOf36, 0xffu)]
    [InlineData(45, AllOf36, 0x7ffu)]
    [InlineData(99, uint.MaxValue, uint.MaxValue)]
    public void Only_what_we_have_code_for_is_taken(uint minor, uint flags, uint? flags2)
    {
        using var rig = new Rig();
        var answer = rig.Ask(FuseOpcode.Init, default, Offer(7, minor, flags, flags2)).As<FuseInitOut>();
        var taken = (FuseInitFlags)(answer.Flags | ((ulong)answer.Flags2 << 32));
        var offered = (FuseInitFlags)(flags | ((ulong)(flags2 ?? 0) << 32));
        Assert.Equal((7u, Math.Min(minor, 45)), (answer.Major, answer.Minor));
        Assert.Equal(InitNegotiation.Wanted & offered, taken);
        Assert.Equal(FuseInitFlags.None, taken & (FuseInitFlags.ReaddirplusAuto | FuseInitFlags.AutoInvalData | FuseInitFlags.WritebackCache));
        Assert.Equal(0u, answer.Flags2 & ~(1u << 7));
        Assert.Equal((64, 48), (answer.MaxBackground, answer.CongestionThreshold));
        Assert.Equal((4096u, 1u, 131072u), (answer.MaxWrite, answer.TimeGran, answer.MaxReadahead));
        Assert.Equal(1 << 20, answer.MaxPages * Environment.SystemPageSize);
        Assert.Equal((0, 0u, 0), (answer.RequestTimeout, answer.MaxStackDepth, answer.MapAlignment));
        Assert.True(rig.Dispatcher.Init.Ready.IsCompletedSuccessfully);
    }

    [SkippableFact]
    public void The_answer_is_64_bytes_and_these()
    {
        Skip.IfNot(Environment.SystemPageSize == 4096, "the bytes are those of 4 KiB memory pages");
        using var rig = new Rig();
        var reply = rig.Ask(FuseOpcode.Init, default, Offer(7, 45, AllOf36, 0x7ff));
        Assert.Equal(
            "070000002D00000000000200" + "11A0E643" + "40003000" + "00100000" + "01000000" + "0001" + "0000" + "80000000" + new string('0', 56),
            Convert.ToHexString(reply.Body));
    }

    [Fact]
    public void High_flags_count_only_with_INIT_EXT()
    {
        using var rig = new Rig();
        var answer = rig.Ask(FuseOpcode.Init, default, Offer(7, 40, AllOf31, uint.MaxValue)).As<FuseInitOut>();
        Assert.Equal(0u, answer.Flags2);
    }

    [Fact]
    public async Task A_kernel_older_than_5_4_is_refused_by_name()
    {
        using var rig = new Rig();
        Assert.Equal(Errno.EPROTO, rig.Ask(FuseOpcode.Init, default, Offer(7, 30, AllOf31, null)).Error);
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => rig.Dispatcher.Init.Ready);
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        Assert.Contains("7.30", fault.Message);
    }

    [Fact]
    public void A_newer_major_is_told_ours_and_asks_again()
    {
        using var rig = new Rig();
        var answer = rig.Ask(FuseOpcode.Init, default, Offer(8, 0, uint.MaxValue, 0)).As<FuseInitOut>();
        Assert.Equal((7u, 0u), (answer.Major, answer.Flags));
        Assert.False(rig.Dispatcher.Init.Ready.IsCompleted);
        rig.Ask(FuseOpcode.Init, default, Offer(7, 45, AllOf36, 0));
        Assert.True(rig.Dispatcher.Init.Ready.IsCompletedSuccessfully);
    }

    /// <param name="flags2">Null for kernels before 7.36, whose request ends before it.</param>
    private static byte[] Offer(uint major, uint minor, uint flags, uint? flags2)
    {
        var offer = Rig.Bytes(new FuseInitIn { Major = major, Minor = minor, MaxReadahead = 131072, Flags = flags, Flags2 = flags2 ?? 0 });
        return flags2 is null ? offer[..FuseInitIn.SizeBefore36] : [.. offer, .. new byte[64 - Unsafe.SizeOf<FuseInitIn>()]];
    }
}
