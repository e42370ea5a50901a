using System.Collections;
using System.Runtime.InteropServices;

namespace OmeFs.Core.Ome;

/// <summary>The TiffData elements of one Pixels in document order, 24 bytes each. Names of files are kept once.</summary>
internal sealed class TiffDataList : IReadOnlyList<TiffData>
{
    private const int Absent = -1;

    public static readonly TiffDataList Empty = new();

    private readonly List<Packed> _packed = [];
    private readonly List<TiffDataFile> _files = [];
    private readonly Dictionary<TiffDataFile, int> _fileIndex = [];

    public int Count => _packed.Count;

    /// <summary>The distinct (UUID, FileName) pairs in order of first use, except the empty pair.</summary>
    public IReadOnlyList<TiffDataFile> Files => _files;

    /// <summary>The file that the first element names; the default stands for the file with the document.</summary>
    public TiffDataFile FirstFile => Count > 0 && _packed[0].File != Absent ? _files[_packed[0].File] : default;

    /// <summary>Whether all elements name the same file, or none names a file.</summary>
    public bool NamesOneFile => _files.Count == 0 || (_files.Count == 1 && NamesAll);

    /// <summary>Whether every element names a file.</summary>
    public bool NamesAll => !_packed.Exists(element => element.File == Absent);

    public TiffData this[int index]
    {
        get
        {
            var entry = _packed[index];
            var file = entry.File == Absent ? default : _files[entry.File];
            return new TiffData(
                entry.Ifd == Absent ? null : entry.Ifd, entry.FirstZ, entry.FirstC, entry.FirstT,
                entry.PlaneCount == Absent ? null : entry.PlaneCount, file.Uuid, file.FileName);
        }
    }

    public static TiffDataList Of(params IEnumerable<TiffData> elements)
    {
        var list = new TiffDataList();
        foreach (var element in elements)
            list.Add(element);
        return list;
    }

    public IEnumerator<TiffData> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
            yield return this[index];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The index in <see cref="Files"/>; -1 for the file with the document.</summary>
    internal int FileIndexOf(int index) => _packed[index].File;

    internal void Add(in TiffData element)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(element.Ifd ?? 0);
        ArgumentOutOfRangeException.ThrowIfNegative(element.PlaneCount ?? 0);
        _packed.Add(new Packed(
            element.Ifd ?? Absent, element.FirstZ, element.FirstC, element.FirstT, element.PlaneCount ?? Absent,
            FileOf(new TiffDataFile(element.Uuid, element.FileName))));
    }

    private int FileOf(TiffDataFile file)
    {
        if (file == default)
            return Absent;
        if (_files.Count > 0 && _files[^1] == file)
            return _files.Count - 1;
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_fileIndex, file, out var known);
        if (!known)
        {
            index = _files.Count;
            _files.Add(file);
        }
        return index;
    }

    private readonly record struct Packed(int Ifd, int FirstZ, int FirstC, int FirstT, int PlaneCount, int File);
}

/// <summary>How a TiffData names the file with its IFDs.</summary>
internal readonly record struct TiffDataFile(string? Uuid, string? FileName)
{
    public override string ToString() => FileName ?? Uuid ?? "";
}
