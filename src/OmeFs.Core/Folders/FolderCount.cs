namespace OmeFs.Core.Folders;

/// <summary>The number of entries in a folder, without its subfolders' entries.</summary>
public readonly record struct FolderCount(int Images, int Folders);

/// <summary>An image of a folder, found by its file's name without opening it.</summary>
/// <param name="TreePath">Where it appears.</param>
/// <param name="Path">The path of its file; of a set, the file that names the image.</param>
/// <param name="Members">The other files of a set.</param>
/// <param name="Bytes">Of all its files.</param>
/// <param name="Fault">Set for a folder that cannot be listed: why. Null for an image.</param>
public sealed record FolderImage(string TreePath, string Path, IReadOnlyList<string> Members, long Bytes, OmeFsException? Fault);
