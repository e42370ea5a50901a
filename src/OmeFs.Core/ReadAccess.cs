namespace OmeFs.Core;

/// <summary>Who may read a file, or list and enter a folder: owner, group, and permission bits as in chmod(2).</summary>
/// <param name="Mode">Only r and x bits. A file is shown as a folder, so each r bit has its x bit.</param>
public readonly record struct ReadAccess(uint Uid, uint Gid, uint Mode)
{
    /// <summary>0444 and 0111.</summary>
    private const uint Reading = 0x124, Entering = 0x49;

    private const int Owner = 6, Group = 3, Others = 0;
    private const uint Read = 4, Enter = 1;

    /// <summary>The bits that let all users read.</summary>
    public const uint Everybody = Reading | Entering;

    /// <summary>The mode of a file in it.</summary>
    public uint FileMode => Mode & Reading;

    public bool IsForEverybody => Mode == Everybody;

    /// <param name="mode">As in stat; only the r bits are used.</param>
    public static ReadAccess OfFile(uint uid, uint gid, uint mode) => new(uid, gid, ForFiles(mode));

    /// <param name="mode">As in stat.</param>
    public static ReadAccess OfFolder(uint uid, uint gid, uint mode) => new(uid, gid, mode & Everybody);

    /// <summary>The r bits, each with the x bit that a folder needs to be entered.</summary>
    public static uint ForFiles(uint mode) => (mode & Reading) | ((mode & Reading) >> 2);

    /// <summary>Limited to users who may also enter <paramref name="folder"/>.</summary>
    /// <remarks>
    /// The owner is dropped if the folder only lets another owner in. Membership in groups is not known, so the group is dropped unless the folder
    /// lets in that group, or its own group and all others.
    /// </remarks>
    public ReadAccess Within(ReadAccess folder) => Only(
        folder, folder.Uid == Uid ? folder.Has(Owner, Enter) : folder.Has(Group, Enter) || folder.Has(Others, Enter), Enter);

    /// <summary>Limited to users who may also read <paramref name="file"/>: one is not shown without the other.</summary>
    public ReadAccess With(ReadAccess file) => Only(
        file, file.Uid == Uid ? file.Has(Owner, Read) : file.Has(Group, Read) && (file.Has(Others, Read) || file.Gid == Gid), Read);

    /// <summary>Whether all users who may read <paramref name="other"/> may read this.</summary>
    public bool Covers(ReadAccess other) => other.With(this).Mode == other.Mode;

    private ReadAccess Only(ReadAccess other, bool owner, uint right)
    {
        var group = other.Has(Group, right) && (other.Gid == Gid || other.Has(Others, right));
        var others = other.Has(Others, right) && (other.Gid == Gid || other.Has(Group, right));
        return this with { Mode = Mode & ((owner ? 7u << Owner : 0) | (group ? 7u << Group : 0) | (others ? 7u : 0)) };
    }

    private bool Has(int who, uint right) => ((Mode >> who) & right) != 0;
}
