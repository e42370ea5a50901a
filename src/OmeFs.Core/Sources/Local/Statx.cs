using System.Runtime.InteropServices;

namespace OmeFs.Core.Sources.Local;

/// <summary>The fields of struct statx that omefs uses; its layout is the same on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct Statx
{
    private const int FormatMask = 0xF000, RegularFile = 0x8000, Folder = 0x4000, SymbolicLink = 0xA000;

    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(20)]
    public uint Owner;

    [FieldOffset(24)]
    public uint Group;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    /// <summary>ctime: when the file's content or attributes last changed. Programs cannot set it.</summary>
    [FieldOffset(96)]
    public long ChangedSeconds;

    [FieldOffset(104)]
    public uint ChangedNanoseconds;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;

    [FieldOffset(136)]
    public DeviceNumber Device;

    public readonly FileForm Form => (Mode & FormatMask) switch
    {
        RegularFile => FileForm.File,
        Folder => FileForm.Folder,
        SymbolicLink => FileForm.Link,
        _ => FileForm.Other,
    };

    public readonly FileState State => new((ChangedSeconds * 1_000_000_000) + ChangedNanoseconds, Mode, Owner, Group, Links);

    public readonly SourceIdentity Identity => new((long)Size, (ModifiedSeconds * 1_000_000_000) + ModifiedNanoseconds, Inode);

    public readonly FileStatus Status => new(Form, Identity, Device) { Access = Access };

    private readonly ReadAccess Access => Form == FileForm.Folder ? ReadAccess.OfFolder(Owner, Group, Mode) : ReadAccess.OfFile(Owner, Group, Mode);
}
