namespace OmeFs.Core.Folders;

/// <summary>Reports changes in folders. Best effort: polling finds the changes that a watcher cannot see.</summary>
internal interface IFolderWatcher : IDisposable
{
    /// <summary>Starts watching a folder. Changes after this returns are reported.</summary>
    void Watch(SourceFolderNode folder);

    void Unwatch(SourceFolderNode folder);
}
