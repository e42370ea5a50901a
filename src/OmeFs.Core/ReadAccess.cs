namespace OmeFs.Core;

/// <summary>Who may read a file, or list and enter a folder: its owner, its group, and permission bits as chmod(2) has them.</summary>
/// <param name="Mode">r and x bits alone. A file is shown as a folder, so its x goes with its r.</param>
public readonly record struct ReadAccess(uint Uid, uint Gid, uint Mode)
{
    /// <summary>0444 and 0111.</summary>
    private const uint Reading = 0x124, Entering = 0x49;

    private const int Owner = 6, Group = 3, Others = 0;
    private const uint Read = 4, Enter = 1;

    /// <summary>Bits that let everybody read.</summary>
    public const uint Everybody = Reading | Entering;

    /// <summary>What a file in it shows.</summary>
    public uint FileMode => Mode & Reading;

    public bool IsForEverybody => Mode == Everybody;

    /// <param name="mode">As stat has it; all but its r bits is ignored.</param>
    public static ReadAccess OfFile(uint uid, uint gid, uint mode) => new(uid, gid, ForFiles(mode));

    /// <param name="mode">As stat has it.</param>
    public static ReadAccess OfFolder(uint uid, uint gid, uint mode) => new(uid, gid, mode & Everybody);

    /// <summary>The r bits, each with the x bit that a folder needs to be entered.</summary>
    public static uint ForFiles(uint mode) => (mode & Reading) | ((mode & Reading) >> 2);

    /// <summary>The same for those alone who may enter <paramref name="folder"/>, too.</summary>
    /// <remarks>
    /// An owner is left out if the folder lets in nobody but another owner. Who is in which groups is not known: a group is left out unless
    /// the folder lets in that group, or any group and others.
    /// </remarks>
    public ReadAccess Within(ReadAccess folder) => Only(
        folder, folder.Uid == Uid ? folder.Has(Owner, Enter) : folder.Has(Group, Enter) || folder.Has(Others, Enter), Enter);

    /// <summary>The same for those alone who may read <paramref name="file"/>, too: one is not shown without the other.</summary>
    public ReadAccess With(ReadAccess file) => Only(
        file, file.Uid == Uid ? file.Has(Owner, Read) : file.Has(Group, Read) && (file.Has(Others, Read) || file.Gid == Gid), Read);

    /// <summary>Whether everybody who may read <paramref name="other"/> may read this.</summary>
    public bool Covers(ReadAccess other) => other.With(this).Mode == other.Mode;

    private ReadAccess Only(ReadAccess other, bool owner, uint right)
    {
        var group = other.Has(Group, right) && (other.Gid == Gid || other.Has(Others, right));
        var others = other.Has(Others, right) && (other.Gid == Gid || other.Has(Group, right));
        return this with { Mode = Mode & ((owner ? 7u << Owner : 0) | (group ? 7u << Group : 0) | (others ? 7u : 0)) };
    }

    private bool Has(int who, uint right) => ((Mode >> who) & right) != 0;
}
