namespace OmeFs.Core.Folders;

/// <summary>Tells when something happens in a folder. Best effort: what a watcher cannot see is found by polling.</summary>
internal interface IFolderWatcher : IDisposable
{
    /// <summary>From when this returns on, what happens in the folder is told.</summary>
    void Watch(MirroredFolder folder);

    void Unwatch(MirroredFolder folder);
}
