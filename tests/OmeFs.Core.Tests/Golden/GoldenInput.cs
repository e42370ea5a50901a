using System.Security.Cryptography;
using System.Text;

namespace OmeFs.Core.Tests.Golden;

/// <summary>A fixture whose tree is recorded, with the files that decide what it shows.</summary>
/// <param name="Name">Its path below the fixtures.</param>
internal sealed record GoldenInput(string Name)
{
    /// <summary>Enough of a SHA-256 to tell inputs and texts apart.</summary>
    private const int DigestDigits = 16;

    /// <summary>Folders of inputs that stand alone.</summary>
    private static readonly string[] Alone = ["good", "malformed", "matrix", "sets-whole"];

    /// <summary>Folders in which one input shows others as well.</summary>
    private static readonly string[] Together = ["references", "sets"];

    public string Path => System.IO.Path.Combine(Repository.Fixtures, Name);

    public static IReadOnlyList<GoldenInput> All { get; } =
    [
        .. Alone.Concat(Together).SelectMany(folder => Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Fixtures, folder), "*", SearchOption.AllDirectories))
            .Select(path => System.IO.Path.GetRelativePath(Repository.Fixtures, path))
            .Where(IsInput)
            .Order(StringComparer.Ordinal)
            .Select(name => new GoldenInput(name)),
    ];

    /// <summary>Of all bytes that the tree may show.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files())
        {
            hash.AppendData(Encoding.UTF8.GetBytes(System.IO.Path.GetFileName(file) + "\n"));
            hash.AppendData(File.ReadAllBytes(file));
        }
        return Short(hash.GetHashAndReset());
    }

    public static string DigestOf(string text) => Short(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static string Short(byte[] hash) => Convert.ToHexStringLower(hash)[..DigestDigits];

    private IEnumerable<string> Files() => Array.IndexOf(Together, Name.Split('/')[0]) < 0
        ? [Path]
        : Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Path)!).Order(StringComparer.Ordinal);

    /// <summary>Pixels, tables of them and targets of references are there for other tests.</summary>
    private static bool IsInput(string name) => System.IO.Path.GetExtension(name) is not (".raw" or ".tsv" or ".txt" or ".bin" or ".h5" or ".npy" or "");
}
