using System.Text.Json;

namespace OmeFs.Mount.Tests;

/// <summary>
/// What any reader of files may demand of the tree, whatever door it comes through. One concrete class a door; the plain copy
/// shows that the suite demands nothing a folder does not give.
/// </summary>
public abstract class Conformance(Subjects subjects) : IClassFixture<Subjects>
{
    /// <summary>
    /// Trees with every origin of a chunk: several images with levels, Stored strips with a re-made last one, Assembled planes,
    /// Missing tiles; a reference document with every form of a value.
    /// </summary>
    public static TheoryData<string> Sources =>
        ["pyramid-several-images.ome.tif", "rows-large-deflate.tif", "samples-3-u1-contig-strips-none.tif", "sparse-le.tif", "ome-order-xyczt.ome.tif", "../references/forms.json"];

    protected abstract ISubject Make(string source);

    protected ISubject Subject(string fixture) => subjects.Get(fixture, Make);

    [Theory, MemberData(nameof(Sources))]
    public void Size_is_the_bytes_read(string source) => Check(source, "sizes");

    [Theory, MemberData(nameof(Sources))]
    public void A_partial_read_is_the_same_slice_of_the_whole(string source) => Check(source, "slices");

    [Theory, MemberData(nameof(Sources))]
    public void A_direct_read_is_the_same_slice_of_the_whole(string source) => Check(source, "direct");

    [Theory, MemberData(nameof(Sources))]
    public void What_is_listed_is_what_is_found(string source) => Check(source, "names");

    [Theory, MemberData(nameof(Sources))]
    public void Seekdir_resumes_at_any_cookie(string source) => Check(source, "cookies");

    [Theory, MemberData(nameof(Sources))]
    public void Entries_carry_the_inode_numbers_of_stat(string source) => Check(source, "inodes");

    [Theory, MemberData(nameof(Sources))]
    public void Thirty_two_readers_at_once_are_all_right(string source) => Check(source, "parallel");

    protected void Check(string source, string check, params string[] arguments)
    {
        var subject = Subject(source);
        var ran = PythonCheck.Run(subject.AsOwner, "conformance.py", [check, subject.Root, .. arguments]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    /// <summary>Path → inode, mtime, mode, nlink, size, SHA-256.</summary>
    protected static Dictionary<string, JsonElement[]> Snapshot(ISubject subject)
    {
        var ran = PythonCheck.Run(subject.AsOwner, "conformance.py", "snapshot", subject.Root);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        return JsonSerializer.Deserialize<Dictionary<string, JsonElement[]>>(ran.Output)!;
    }
}

/// <summary>The suite over a plain folder, and that the folder holds what the mount showed.</summary>
public sealed class PlainCopyConformance(Subjects subjects) : Conformance(subjects)
{
    protected override ISubject Make(string source) => new PlainCopySubject(source);

    [Theory, MemberData(nameof(Sources))]
    public void A_copy_holds_what_the_mount_shows(string source)
    {
        using var mount = new MountSubject(Repository.Fixture(source), unprivileged: false);
        Assert.Equal(Contents(mount), Contents(Subject(source)));
    }

    private static SortedDictionary<string, string> Contents(ISubject subject) =>
        new(Snapshot(subject).Where(node => node.Value[5].GetString() != "").ToDictionary(node => node.Key, node => $"{node.Value[4]} {node.Value[5]}"),
            StringComparer.Ordinal);
}

/// <summary>What a mount promises beyond a folder: read-only, the source's times, numbers that outlive the daemon.</summary>
public abstract class MountConformance(Subjects subjects) : Conformance(subjects)
{
    [Theory, MemberData(nameof(Sources))]
    public void Modes_links_times_and_owner_are_a_read_only_trees(string source) => Check(source, "attributes", Subject(source).Source);

    [Theory, MemberData(nameof(Sources))]
    public void Statfs_is_sane(string source) => Check(source, "statfs");

    [Theory, MemberData(nameof(Sources))]
    public void Every_kind_of_write_is_refused_as_read_only(string source) => Check(source, "writes");

    [Theory, MemberData(nameof(Sources))]
    public void Numbers_times_and_contents_are_the_same_after_a_remount(string source)
    {
        var before = Snapshot(Subject(source));
        using var again = Make(Repository.Fixture(source));
        Assert.Equal(Lines(before), Lines(Snapshot(again)));
    }

    private static IEnumerable<string> Lines(Dictionary<string, JsonElement[]> snapshot) =>
        snapshot.Select(node => $"{node.Key}: {string.Join(' ', node.Value)}").Order(StringComparer.Ordinal);
}

/// <summary>Mounted by root through mount(2).</summary>
public sealed class MountAsRootConformance(Subjects subjects) : MountConformance(subjects)
{
    protected override ISubject Make(string source)
    {
        Assert.True(Environment.IsPrivilegedProcess, "this suite needs root");
        return new MountSubject(source, unprivileged: false);
    }
}

/// <summary>Mounted by an unprivileged user through fusermount3, and read by that user.</summary>
public sealed class MountAsUserConformance(Subjects subjects) : MountConformance(subjects)
{
    protected override ISubject Make(string source)
    {
        Assert.True(Environment.IsPrivilegedProcess, "this suite needs root to become another user");
        Assert.True(File.GetUnixFileMode("/dev/fuse").HasFlag(UnixFileMode.OtherWrite), "/dev/fuse is closed to users: chmod 0666 it, as run.sh does");
        return new MountSubject(UserReadable(source), unprivileged: true);
    }

    /// <summary>A copy with the same time, since the checkout may lie below a folder closed to other users.</summary>
    private static string UserReadable(string source)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, "sources")).FullName;
        var copy = Path.Combine(folder, Path.GetFileName(source));
        if (!File.Exists(copy))
            Commands.Run(["cp", "--preserve=timestamps", source, .. Path.GetExtension(source) == ".json" ? [TargetOf(source)] : (string[])[], folder]);
        return copy;
    }

    /// <summary>What the reference documents among the fixtures refer to.</summary>
    private static string TargetOf(string source) => Path.Combine(Path.GetDirectoryName(source)!, "target.bin");
}

/// <summary>An image in a mounted folder.</summary>
public sealed class MountedFolderConformance(Subjects subjects) : MountConformance(subjects)
{
    /// <summary>A folder shows no reference documents; its place takes an OME-XML file.</summary>
    protected override ISubject Make(string source) => new FolderSubject(source.EndsWith(".json", StringComparison.Ordinal) ? Repository.Fixture("omexml-images.ome.xml") : source);
}
