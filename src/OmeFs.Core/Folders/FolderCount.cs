namespace OmeFs.Core.Folders;

/// <summary>How much is in a folder, what is below its folders not counted.</summary>
public readonly record struct FolderCount(int Images, int Folders);

/// <summary>An image of a folder, found by name alone.</summary>
/// <param name="TreePath">Where it appears.</param>
/// <param name="Path">Where its file lies; of a set, the one that names it.</param>
/// <param name="Members">The other files of a set.</param>
/// <param name="Bytes">Of all its files.</param>
/// <param name="Fault">Why this is a folder that cannot be listed, and no image.</param>
public sealed record FolderImage(string TreePath, string Path, IReadOnlyList<string> Members, long Bytes, OmeFsException? Fault);
