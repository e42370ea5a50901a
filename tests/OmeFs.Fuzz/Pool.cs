using OmeFs.Core.Ome.Xml;
using OmeFs.Fuzz.Mutations;
using OmeFs.Fuzz.References;

namespace OmeFs.Fuzz;

/// <summary>The inputs that are changed: the seeds, and what came of them in a way that none before did.</summary>
internal sealed class Pool
{
    /// <summary>A larger seed spends its executions in pixels.</summary>
    private const int MostSeedBytes = 40 << 10;

    private const int MostInputBytes = 160 << 10;
    private const int MostInputs = 6000;
    private const int ImageDescription = 270;

    private readonly List<byte[]> _inputs = [];
    private readonly HashSet<string> _traces = [];

    public int Count => _inputs.Count;

    /// <param name="paths">Files, and folders of files; everything that is too large is passed over.</param>
    public static Pool Load(IEnumerable<string> paths)
    {
        var pool = new Pool();
        foreach (var path in paths.SelectMany(Files).Distinct().Order(StringComparer.Ordinal))
            if (new FileInfo(path).Length <= MostSeedBytes)
                pool.AddSeed(File.ReadAllBytes(path));
        return pool.Count > 0 ? pool : throw new InvalidOperationException("there is not one seed");
    }

    public static bool IsSeed(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".tif" or ".tiff" or ".btf" or ".tf2" or ".tf8" or ".svs" or ".lsm" or ".stk" or ".ome" or ".xml" or ".fuzz" or ".json" or ".zst" or ".gz";

    public byte[] Next(Random random)
    {
        var input = Any(random);
        for (var changes = random.Next(1, 5); changes > 0; changes--)
            input = Mutate(input, Any(random), random);
        return input.Length <= MostInputBytes ? input : input[..MostInputBytes];
    }

    public void Learn(byte[] input, string trace)
    {
        if (_traces.Add(trace) && _inputs.Count < MostInputs)
            _inputs.Add(input);
    }

    private static IEnumerable<string> Files(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsSeed) : [path];

    private static byte[] Mutate(byte[] input, byte[] other, Random random)
    {
        if (ReferenceTarget.Takes(input))
            return JsonMutator.Mutate(input, other, random);
        return OmeXmlReader.LooksLikeOmeXml(input) ? XmlMutator.Mutate(input, other, random) : TiffMutator.Mutate(input, other, random);
    }

    private byte[] Any(Random random) => _inputs[random.Next(_inputs.Count)];

    /// <summary>An OME-XML document within a TIFF is a seed of its own.</summary>
    private void AddSeed(byte[] bytes)
    {
        _inputs.Add(bytes);
        var sketch = new TiffSketch(bytes);
        foreach (var entry in sketch.Entries.Where(entry => sketch.Tag(entry) == ImageDescription))
            if (OmeXmlReader.LooksLikeOmeXml(bytes[sketch.Values(entry)]))
                _inputs.Add(bytes[sketch.Values(entry)].AsSpan().TrimEnd((byte)0).ToArray());
    }
}
