using OmeFs.Core.Tree;

namespace OmeFs.Core.Folders;

/// <summary>The entries of a folder that are not shown. Entries that begin with a dot are not counted.</summary>
/// <param name="Kinds">Kind → count. A kind is an extension in lower case, ".czi", or one of the phrases below.</param>
/// <param name="TooLong">Images whose name in the tree would be too long.</param>
internal sealed record NotShown(IReadOnlyDictionary<string, int> Kinds, IReadOnlyList<ScannedNode> TooLong)
{
    public const string WithoutExtension = "without extension", FolderLink = "links to folders", OutsideLink = "links out of the folder or to nothing",
        OmeFsMount = "mounts of omefs", Special = "devices, pipes and sockets", Unseen = "closed to this user",
        ParquetStore = "references in Parquet (mount each .parq folder by itself)";

    /// <summary>Longest extension, in characters. Longer ones are parts of names and would give a separate kind per file. Arbitrary.</summary>
    private const int LongestExtension = 12;

    public static readonly NotShown Nothing = new(new Dictionary<string, int>(), []);

    public static string KindOf(string name) =>
        Path.GetExtension(name) is { Length: > 1 and <= LongestExtension } extension ? extension.ToLowerInvariant() : WithoutExtension;

    /// <summary>Why an image is not shown, and what to do.</summary>
    public static OmeFsException Fault(ScannedNode image) => new(
        FaultKind.LimitExceeded,
        $"{image.Path}: as a folder its name would have {NameText.ByteCount(image.Name)} bytes, and {TreeLimits.MaxNameBytes} are possible: give the file a shorter name");
}
