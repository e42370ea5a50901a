using System.Text;
using OmeFs.Core.Arrays;
using OmeFs.Core.BinData;
using OmeFs.Core.Codecs;
using OmeFs.Core.Images;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Series.Sets;

/// <summary>A set of files in memory, each plane of one value throughout, so that the value tells which plane of which file was found.</summary>
internal sealed class TestSet : IDisposable
{
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly SegmentCache _cache = new(1 << 20);

    public TestImage Image { get; init; } = new() { Width = 4, Length = 3 };

    /// <summary>Of the last opening.</summary>
    public MemoryFolder Folder { get; private set; } = null!;

    public SourceImages Source { get; private set; } = null!;

    public VirtualArray Array => Source.Levels[0][0].Array;

    /// <summary>A TiffData for one plane along z.</summary>
    public static string Plane(int z, string? fileName, string? uuid, int? ifd = 0)
    {
        var name = fileName is null ? "" : $" FileName=\"{fileName}\"";
        var child = fileName is null && uuid is null ? "" : $"<UUID{name}>{(uuid is null ? "" : "urn:uuid:" + uuid)}</UUID>";
        return $"<TiffData FirstZ=\"{z}\"{(ifd is { } number ? $" IFD=\"{number}\" PlaneCount=\"1\"" : "")}>{child}</TiffData>";
    }

    /// <summary>A whole document of one image whose planes lie along z.</summary>
    public static string Document(string? uuid, int sizeZ, params string[] planes) =>
        Fixtures.Document(Fixtures.Image(string.Concat(planes), z: sizeZ), uuid is null ? "" : $"UUID=\"urn:uuid:{uuid}\"");

    public static string BinaryOnly(string uuid, string metadataFile, string metadataUuid) => Fixtures.Document(
        $"<BinaryOnly MetadataFile=\"{metadataFile}\" UUID=\"urn:uuid:{metadataUuid}\"/>", $"UUID=\"urn:uuid:{uuid}\"");

    /// <summary>A TIFF of one IFD a value.</summary>
    public TestSet Tiff(string path, string? xml, params int[] values) => Tiff(path, xml, Image, false, false, values);

    public TestSet Tiff(string path, string? xml, TestImage image, bool bigEndian, bool bigTiff, params int[] values)
    {
        var ifds = values.Select(value => image.ToIfd(bigEndian, (_, _, _) => (ulong)value)).ToList();
        if (xml is not null)
            ifds[0].Text(TiffTag.ImageDescription, xml);
        _files[path] = TiffWriter.Write(bigEndian, bigTiff, ifds);
        return this;
    }

    public TestSet File(string path, byte[] bytes)
    {
        _files[path] = bytes;
        return this;
    }

    public TestSet Companion(string path, string xml) => File(path, Encoding.UTF8.GetBytes(xml));

    /// <summary>Opens the set by one of its files and reads a sample of each plane along z; -1 where there is no chunk.</summary>
    public async Task<IReadOnlyList<int>> ReadAsync(string entry, MissingFiles missing = MissingFiles.Refuse)
    {
        await OpenAsync(entry, missing);
        return await ValuesAsync(Array);
    }

    public async Task OpenAsync(string entry, MissingFiles missing = MissingFiles.Refuse)
    {
        Folder = new MemoryFolder(_files);
        var source = new MemorySource(_files[entry], "/memory/" + entry);
        var options = new SetOptions(Folder, missing);
        Source = entry.EndsWith(".ome", StringComparison.Ordinal)
            ? await TiffImages.ReadCompanionAsync(await OmeXmlFile.OpenAsync(source), _cache, options)
            : await TiffImages.ReadAsync(await TiffFile.OpenAsync(source), _cache, options);
    }

    /// <summary>Writes the files into a folder.</summary>
    public void WriteTo(string folder)
    {
        foreach (var (path, bytes) in _files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(folder, path))!);
            System.IO.File.WriteAllBytes(Path.Join(folder, path), bytes);
        }
    }

    /// <summary>As <see cref="ReadAsync(string, MissingFiles)"/>, of files on disk.</summary>
    public async Task<IReadOnlyList<int>> ReadFromAsync(string path, MissingFiles missing, params string[] allowed)
    {
        using var source = FileSource.Open(path);
        using var folder = new FileFolder(Path.GetDirectoryName(path)!, allowed);
        var options = new SetOptions(folder, missing);
        Source = path.EndsWith(".ome", StringComparison.Ordinal)
            ? await TiffImages.ReadCompanionAsync(await OmeXmlFile.OpenAsync(source), _cache, options)
            : await TiffImages.ReadAsync(await TiffFile.OpenAsync(source), _cache, options);
        return await ValuesAsync(Array);
    }

    public static async Task<IReadOnlyList<int>> ValuesAsync(VirtualArray array)
    {
        var values = new int[array.Shape.Z];
        for (var z = 0; z < values.Length; z++)
            values[z] = (await TestView.SizesAsync(array, new ChunkIndex(0, 0, z, 0, 0)))[0] == IChunkStore.Missing ? -1
                : Sample(array, await TestView.ReadAsync(array, 0, z, 0, 0));
        return values;
    }

    public void Dispose() => _cache.Dispose();

    private static int Sample(VirtualArray array, byte[] chunk)
    {
        if (!array.Metadata.Codecs.IsEmpty)
            new DeflateCodec().Decode(chunk.ToArray(), chunk = new byte[array.Type.Size]);
        return array.Type.Size == 1 ? chunk[0] : array.Type.BigEndian ? (chunk[0] << 8) | chunk[1] : chunk[0] | (chunk[1] << 8);
    }
}
