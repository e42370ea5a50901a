namespace OmeFs.Mount.Tests;

/// <summary>A tree under the conformance suite, and as whom it is read.</summary>
public interface ISubject : IDisposable
{
    string Root { get; }

    string Source { get; }

    /// <summary>Words put before a command so that it runs as the tree's owner.</summary>
    string[] AsOwner { get; }
}

/// <summary>A mount, by root or by an unprivileged user.</summary>
public sealed class MountSubject(string source, bool unprivileged) : ISubject
{
    private readonly Mounted _mounted = Mounted.Open(source, unprivileged);

    public string Root => _mounted.Point;

    public string Source => _mounted.Source;

    public string[] AsOwner => Mounted.User(unprivileged);

    public void Dispose() => _mounted.Dispose();
}

/// <summary>One image of a mounted folder.</summary>
public sealed class FolderSubject : ISubject
{
    private readonly Mounted _mounted;

    public FolderSubject(string source)
    {
        Source = source;
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, "folders", Path.GetFileName(source))).FullName;
        var copy = Path.Combine(folder, Path.GetFileName(source));
        if (!File.Exists(copy))
            Commands.Run(["cp", "--preserve=timestamps", source, copy]);
        _mounted = Mounted.Open(folder);
        Root = Assert.Single(Directory.GetDirectories(_mounted.Point));
    }

    public string Root { get; }

    public string Source { get; }

    public string[] AsOwner => [];

    public void Dispose() => _mounted.Dispose();
}

/// <summary>What `cp -r` makes of a mount: the suite must hold of a plain folder, or it demands what no file system gives.</summary>
public sealed class PlainCopySubject : ISubject
{
    public PlainCopySubject(string source)
    {
        Source = source;
        Root = Path.Combine(Repository.Scratch, $"copy-{Path.GetFileName(source)}");
        using var mounted = Mounted.Open(source);
        var ran = Commands.Run(["cp", "-r", mounted.Point, Root]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    public string Root { get; }

    public string Source { get; }

    public string[] AsOwner => [];

    public void Dispose()
    {
        Commands.Run(["chmod", "-R", "u+w", Root]);
        Directory.Delete(Root, recursive: true);
    }
}

/// <summary>The subjects of one test class, each made on first use and kept until the class is through.</summary>
public sealed class Subjects : IDisposable
{
    private readonly Dictionary<string, ISubject> _made = [];

    public ISubject Get(string fixture, Func<string, ISubject> make)
    {
        if (!_made.TryGetValue(fixture, out var subject))
            _made[fixture] = subject = make(Repository.Fixture(fixture));
        return subject;
    }

    public void Dispose()
    {
        foreach (var subject in _made.Values)
            subject.Dispose();
    }
}
