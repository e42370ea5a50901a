using OmeFs.Core.Tree;

namespace OmeFs.Core.Folders;

/// <summary>Opens an image's file as a tree. Safe from many threads.</summary>
public interface IImageOpener
{
    /// <param name="path">Absolute; for a set, the file that names it.</param>
    /// <exception cref="OmeFsException">The file does not exist, is not an image, or cannot be shown.</exception>
    Task<OpenedImage> OpenAsync(string path, CancellationToken cancellation);
}

/// <summary>An image's tree and the resources that it reads from.</summary>
/// <param name="Owner">To be disposed when the tree is no longer used.</param>
public sealed record OpenedImage(IVirtualTree Tree, IDisposable Owner)
{
    /// <summary>Who may read all its files; null if the listing already knows that.</summary>
    public ReadAccess? Access { get; init; }

    /// <summary>What its users should know: what was ignored, or taken to be otherwise. They are logged once.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}

/// <summary>Finds the other files of an image's set, reading as little as possible. Safe from many threads.</summary>
public interface ISetReader
{
    /// <summary>A file that cannot be read counts as a separate image, so the only exceptions are bugs.</summary>
    Task<SetNames> ReadAsync(string path, CancellationToken cancellation);
}

/// <summary>What a file declares about its set. Names are relative to its folder, as written; "/" separates folders.</summary>
/// <param name="Others">The other files with planes of its images.</param>
/// <param name="MetadataFile">The file that describes the set, if this one only points to it; else null.</param>
public sealed record SetNames(IReadOnlyList<string> Others, string? MetadataFile = null)
{
    public static readonly SetNames Alone = new([]);
}
