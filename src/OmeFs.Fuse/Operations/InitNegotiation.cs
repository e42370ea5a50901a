using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Operations;

/// <summary>Decides what to agree on with the kernel. Pure arithmetic on its offer, no state.</summary>
internal static class InitNegotiation
{
    public const uint Major = 7;

    /// <summary>
    /// Linux 5.4: since then, every flag of <see cref="Wanted"/> except the last two is known, and every reply has its present size.
    /// </summary>
    public const uint OldestMinor = 31;

    public const uint NewestMinor = 45;

    /// <summary>
    /// Only capabilities that are implemented. Absent on purpose: AUTO_INVAL_DATA (a GETATTR per read), READDIRPLUS_AUTO (a LOOKUP per file in `ls -l`).
    /// </summary>
    public const FuseInitFlags Wanted = FuseInitFlags.AsyncRead | FuseInitFlags.ExportSupport | FuseInitFlags.DoReaddirplus
        | FuseInitFlags.AsyncDio | FuseInitFlags.NoOpenSupport | FuseInitFlags.ParallelDirops | FuseInitFlags.AbortError
        | FuseInitFlags.MaxPages | FuseInitFlags.CacheSymlinks | FuseInitFlags.NoOpendirSupport | FuseInitFlags.ExplicitInvalData
        | FuseInitFlags.InitExt | FuseInitFlags.HasResend;

    /// <summary>Nothing is ever written. With the smallest value, a reader's request buffer can stay small. It does not limit READs.</summary>
    private const uint MaxWrite = 4096;

    public static bool TryRead(RequestReader body, out FuseInitIn offer)
    {
        Span<byte> bytes = stackalloc byte[20];
        bytes.Clear();
        offer = default;
        var length = Math.Min(body.Remaining, bytes.Length);
        if (length < FuseInitIn.SizeBefore36)
            return false;
        body.CopyTo(bytes[..length]);
        return new RequestReader(bytes).TryRead(out offer);
    }

    public static bool IsTooOld(in FuseInitIn offer) => offer.Major < Major || (offer.Major == Major && offer.Minor < OldestMinor);

    /// <summary>The kernel speaks a newer major version: the reply has ours, and the kernel sends INIT again.</summary>
    public static bool MustAskAgain(in FuseInitIn offer) => offer.Major > Major;

    public static FuseInitOut Agree(in FuseInitIn offer, ushort maxBackground)
    {
        if (MustAskAgain(offer))
            return new FuseInitOut { Major = Major, Minor = NewestMinor };
        var offered = (FuseInitFlags)(offer.Flags | ((ulong)offer.Flags2 << 32));
        if (!offered.HasFlag(FuseInitFlags.InitExt))
            offered = (FuseInitFlags)offer.Flags;
        var taken = (ulong)(offered & Wanted);
        return new FuseInitOut
        {
            Major = Major,
            Minor = Math.Min(offer.Minor, NewestMinor),
            MaxReadahead = offer.MaxReadahead,
            Flags = (uint)taken,
            Flags2 = (uint)(taken >> 32),
            MaxBackground = maxBackground,
            CongestionThreshold = (ushort)(maxBackground * 3 / 4),
            MaxWrite = MaxWrite,
            TimeGran = 1,
            MaxPages = (ushort)Math.Clamp(FuseRequest.MaxPayload / Environment.SystemPageSize, 1, ushort.MaxValue),
        };
    }
}
