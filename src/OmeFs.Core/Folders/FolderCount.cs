namespace OmeFs.Core.Folders;

/// <summary>The number of entries in a folder, without its subfolders' entries.</summary>
public readonly record struct FolderCount(int Images, int Folders);

/// <summary>An image in a folder, found by its file's name without opening it.</summary>
/// <param name="TreePath">Its path in the tree.</param>
/// <param name="Path">The path of its file; for a set, the file that names the image.</param>
/// <param name="Members">The other files of a set.</param>
/// <param name="Bytes">The size of all its files.</param>
/// <param name="Fault">Why a folder cannot be listed; null for an image.</param>
public sealed record FolderImage(string TreePath, string Path, IReadOnlyList<string> Members, long Bytes, OmeFsException? Fault);
