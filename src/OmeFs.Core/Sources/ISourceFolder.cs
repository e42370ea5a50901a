namespace OmeFs.Core.Sources;

/// <summary>
/// The folder of a source, for sources that name other files. Paths are relative to it, with "/" between folders and without "..". The folder
/// itself ensures that symbolic links lead nowhere else.
/// </summary>
/// <remarks>Ownership: the folder disposes what was opened through it; a caller may dispose a source earlier. Safe from many threads.</remarks>
public interface ISourceFolder : IDisposable
{
    /// <summary>Opens a file; null if there is no file of exactly that name.</summary>
    /// <exception cref="OmeFsException">The file exists but cannot be opened, or leads out of the folder.</exception>
    ValueTask<IByteSource?> TryOpenAsync(string path, CancellationToken cancellation = default);

    /// <summary>The names of the files in a folder, "" for this one, in no order; empty if there is no such folder.</summary>
    /// <param name="most">The greatest number of names to return.</param>
    ValueTask<IReadOnlyList<string>> NamesAsync(string folder, int most, CancellationToken cancellation = default);
}
