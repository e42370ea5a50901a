using OmeFs.Core.Tree;

namespace OmeFs.Core.Folders;

/// <summary>Makes a tree of an image's file. Safe from many threads.</summary>
public interface IImageOpener
{
    /// <param name="path">Absolute; of a set, the file that names it.</param>
    /// <exception cref="OmeFsException">It is not there, is no image, or cannot be shown.</exception>
    Task<OpenedImage> OpenAsync(string path, CancellationToken cancellation);
}

/// <summary>A tree and what it lives on.</summary>
/// <param name="Owner">To be disposed when nobody uses the tree any more.</param>
public sealed record OpenedImage(IVirtualTree Tree, IDisposable Owner)
{
    /// <summary>Who may read all of its files; null if the listing knows that.</summary>
    public ReadAccess? Access { get; init; }
}

/// <summary>Tells what other files an image consists of, by as little of it as says so. Safe from many threads.</summary>
public interface ISetReader
{
    /// <summary>A file that nothing can be learned of stands for itself alone; so there are no faults but of the program.</summary>
    Task<SetNames> ReadAsync(string path, CancellationToken cancellation);
}

/// <summary>What a file says of the set it is in. Names are relative to its folder, as written; "/" separates folders.</summary>
/// <param name="Others">The files that hold planes of its images, without itself.</param>
/// <param name="MetadataFile">The file that describes the set, where this one only points to it.</param>
public sealed record SetNames(IReadOnlyList<string> Others, string? MetadataFile = null)
{
    public static readonly SetNames Alone = new([]);
}
