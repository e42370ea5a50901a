namespace OmeFs.Core.Sources;

/// <summary>
/// The folder a source lies in, for sources that name others. Paths are relative to it with "/" between folders, without ".."; the folder
/// itself sees to it that symbolic links lead nowhere else.
/// </summary>
/// <remarks>Ownership: the folder disposes what was opened through it; a caller may dispose sooner what it does not keep. Safe from many threads.</remarks>
public interface ISourceFolder : IDisposable
{
    /// <summary>Opens a file; null if there is no file of exactly that name.</summary>
    /// <exception cref="OmeFsException">It is there and cannot be opened, or leads out of the folder.</exception>
    ValueTask<IByteSource?> TryOpenAsync(string path, CancellationToken cancellation = default);

    /// <summary>The names of the files in a folder, "" for this one, in no order; empty if there is no such folder.</summary>
    /// <param name="most">The greatest number of names to return.</param>
    ValueTask<IReadOnlyList<string>> NamesAsync(string folder, int most, CancellationToken cancellation = default);
}
