using System.Globalization;

namespace OmeFs.Core.Tests.Matrix;

/// <summary>One file of tests/fixtures/matrix.py, as its matrix.tsv describes it.</summary>
/// <param name="Type">As numpy calls it, without byte order: "u2".</param>
internal sealed record MatrixFile(string Name, string Type, int Samples, int Height, int Width)
{
    private static string Folder => Path.Combine(Repository.Fixtures, "matrix");

    public static IReadOnlyList<MatrixFile> All { get; } = [.. File.ReadLines(Path.Combine(Folder, "matrix.tsv")).Select(Parse)];

    /// <summary>What was written and what was not, first the counts.</summary>
    public static IReadOnlyList<string> Report => File.ReadAllLines(Path.Combine(Folder, "matrix.txt"));

    public string Compression => Name[..Name.IndexOf("-p", StringComparison.Ordinal)];

    public byte[] Tiff => File.ReadAllBytes(Path.Combine(Folder, Name + ".tif"));

    /// <summary>The samples that went in: (sample, y, x), little-endian.</summary>
    public byte[] Pixels => File.ReadAllBytes(Path.Combine(Folder, Name + ".raw"));

    public int SampleBytes => Type[1] - '0';

    private static MatrixFile Parse(string line)
    {
        var fields = line.Split('\t');
        return new MatrixFile(fields[0], fields[1], Number(fields[2]), Number(fields[3]), Number(fields[4]));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
