using System.Text;
using Microsoft.Extensions.Logging;
using OmeFs.Core.Folders;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.Folders;

/// <summary>A temporary folder as a tree; the watcher says what the test tells it to.</summary>
internal sealed class FolderRig : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("omefs-folder-");
    private readonly List<FolderTree> _trees = [];
    private readonly List<TreeChange> _changes = [];

    private readonly LogLines _log = new();

    public FakeImages Images { get; } = new();

    /// <summary>What the trees have logged.</summary>
    public IReadOnlyList<string> Log => _log.All;

    public TestWatcher Watcher { get; } = new();

    public string Path => _folder.FullName;

    public FolderTree Tree => field ??= Mount();

    /// <summary>By what a test waits for something to happen, or polls.</summary>
    public FolderTreeOptions Options { get; init; } = new() { Settle = TimeSpan.FromMilliseconds(1), PollInterval = TimeSpan.FromHours(1) };

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public FolderTree Mount(bool inotify = false)
    {
        var tree = inotify
            ? new FolderTree(Path, Images, Images, Options, _log)
            : new FolderTree(Path, Images, Images, Options, _log, changed => Watcher.Telling(changed));
        tree.Changed += change =>
        {
            lock (_changes)
                _changes.Add(change);
        };
        _trees.Add(tree);
        return tree;
    }

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    public IReadOnlyList<TreeChange> Changes
    {
        get
        {
            lock (_changes)
                return [.. _changes];
        }
    }

    /// <summary>Has the watcher tell, and waits until the change of this name has been told of.</summary>
    public async Task ToldAsync(string name)
    {
        Watcher.TellAll();
        await UntilAsync(() => Changes.Any(change => change.Name is { } bytes && Encoding.UTF8.GetString(bytes) == name));
    }

    public static async Task UntilAsync(Func<bool> holds)
    {
        for (var waited = 0; !holds(); waited += 10)
        {
            Assert.True(waited < Patience.TotalMilliseconds, "it did not come to pass");
            await Task.Delay(10);
        }
    }

    public Task<string[]> NamesAsync(string folder = "") => NamesAsync(Tree, folder);

    public static async Task<string[]> NamesAsync(FolderTree tree, string folder = "") =>
        [.. (await EntriesAsync(tree, (await FindAsync(tree, folder)).Id)).Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    public static async Task<List<TreeEntry>> EntriesAsync(FolderTree tree, NodeId folder, int pageSize = 7)
    {
        var (all, page) = (new List<TreeEntry>(), new TreeEntry[pageSize]);
        for (ulong ordinal = 0; ;)
        {
            var count = await tree.ListAsync(folder, ordinal, page);
            if (count == 0)
                return all;
            all.AddRange(page[..count]);
            ordinal = page[count - 1].Ordinal + 1;
        }
    }

    public Task<NodeStat> FindAsync(string path) => FindAsync(Tree, path);

    public static async Task<NodeStat> FindAsync(FolderTree tree, string path)
    {
        var node = await tree.StatAsync(NodeId.Root);
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            node = await tree.LookupAsync(node.Id, Encoding.UTF8.GetBytes(part));
        return node;
    }

    public async Task<string> ReadAsync(string path) => await ReadAsync(Tree, (await FindAsync(path)).Id);

    public static async Task<string> ReadAsync(FolderTree tree, NodeId file)
    {
        var buffer = new byte[1000];
        return Encoding.UTF8.GetString(buffer, 0, await tree.Open(file).ReadAsync(0, buffer));
    }

    public void Dispose()
    {
        foreach (var tree in _trees)
            tree.Dispose();
        // .NET deletes no name that is not UTF-8.
        using var removal = System.Diagnostics.Process.Start("rm", ["-rf", "--", Path]);
        removal.WaitForExit();
    }
}

/// <summary>Sees nothing by itself.</summary>
internal sealed class TestWatcher : IFolderWatcher
{
    private readonly List<SourceFolderNode> _watched = [];
    private Action<SourceFolderNode?> _changed = _ => { };

    public IReadOnlyList<string> Watched
    {
        get
        {
            lock (_watched)
                return [.. _watched.Select(folder => folder.Path)];
        }
    }

    /// <summary>What watching a folder throws.</summary>
    public Exception? WatchFault { get; set; }

    public IFolderWatcher Telling(Action<SourceFolderNode?> changed)
    {
        _changed = changed;
        return this;
    }

    /// <summary>As inotify does when it has lost count.</summary>
    public void TellAll() => _changed(null);

    public void Watch(SourceFolderNode folder)
    {
        lock (_watched)
        {
            if (WatchFault is { } fault)
                throw fault;
            if (!_watched.Contains(folder))
                _watched.Add(folder);
        }
    }

    public void Unwatch(SourceFolderNode folder)
    {
        lock (_watched)
            _watched.Remove(folder);
    }

    public void Dispose()
    {
    }
}

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILogger
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add(formatter(state, exception));
    }
}
