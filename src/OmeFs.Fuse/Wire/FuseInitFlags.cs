namespace OmeFs.Fuse.Wire;

/// <summary>
/// Capabilities that the kernel offers and the server accepts. Bits 32 and above are in flags2, and only valid with <see cref="InitExt"/>. Spec:
/// FUSE_* INIT flags of linux/fuse.h, protocol 7.45; only those that omefs knows.
/// </summary>
[Flags]
internal enum FuseInitFlags : ulong
{
    None = 0,
    AsyncRead = 1UL << 0,
    ExportSupport = 1UL << 4,
    AutoInvalData = 1UL << 12,
    DoReaddirplus = 1UL << 13,
    ReaddirplusAuto = 1UL << 14,
    AsyncDio = 1UL << 15,
    WritebackCache = 1UL << 16,
    NoOpenSupport = 1UL << 17,
    ParallelDirops = 1UL << 18,
    PosixAcl = 1UL << 20,
    AbortError = 1UL << 21,
    MaxPages = 1UL << 22,
    CacheSymlinks = 1UL << 23,
    NoOpendirSupport = 1UL << 24,
    ExplicitInvalData = 1UL << 25,
    InitExt = 1UL << 30,
    Passthrough = 1UL << 37,
    HasResend = 1UL << 39,
    OverIoUring = 1UL << 41,
    RequestTimeout = 1UL << 42,
}
