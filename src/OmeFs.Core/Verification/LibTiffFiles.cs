using OmeFs.Core.Codecs.Native;

namespace OmeFs.Core.Verification;

/// <summary>A TIFF opened by libtiff, with room for a decoded segment. For one thread at a time.</summary>
internal sealed class LibTiffFile(string path, TiffFileHandle handle) : IDisposable
{
    private (long Ifd, int X, int Y, int Sample) _read = (-1, 0, 0, 0);
    private (long Ifd, long[] Offsets) _subs = (-1, []);
    private long _count;
    private string _fault = "";
    private byte[] _decoded = [];

    public string Path => path;

    /// <summary>The offsets of an IFD's SubIFDs. Those of the last IFD are cached.</summary>
    public long[] SubsOf(long offset)
    {
        if (_subs.Ifd != offset)
            _subs = (offset, handle.Subs(offset));
        return _subs.Offsets;
    }

    public bool TryGo(long offset, out LibTiffIfd ifd, out string fault) => handle.TryGo(offset, out ifd, out fault);

    /// <summary>
    /// The decoded segment that begins at a pixel; null if there are no bytes for it, empty if the file has none. Valid until the next call. The last
    /// segment is cached, because several chunks may be cut out of one long strip.
    /// </summary>
    public ReadOnlyMemory<byte>? Segment(long offset, in LibTiffIfd ifd, int x, int y, int sample, out Opinion failure)
    {
        if (_read != (offset, x, y, sample))
        {
            if ((ulong)_decoded.Length < ifd.SegmentBytes)
                _decoded = GC.AllocateUninitializedArray<byte>((int)ifd.SegmentBytes);
            _count = handle.Read(x, y, sample, _decoded, out _fault);
            _read = (offset, x, y, sample);
        }
        failure = new Opinion(_count == TiffFileHandle.NoEnd ? OpinionKind.CannotJudge : OpinionKind.Fails, $"libtiff cannot read it: {_fault}");
        return _count < 0 ? (ReadOnlyMemory<byte>?)null : _decoded.AsMemory(0, (int)_count);
    }

    public void Dispose() => handle.Dispose();
}

/// <summary>A small pool of idle TIFFs opened by libtiff, for any number of files in a set. Safe from many threads.</summary>
internal sealed class LibTiffFiles : IDisposable
{
    private readonly int _most = 2 * Environment.ProcessorCount;
    private readonly List<LibTiffFile> _idle = [];
    private readonly Lock _lock = new();

    /// <summary>Why libtiff cannot open a source by its name; null if it can.</summary>
    public static string? WhyNot(string name) =>
        !Path.IsPathFullyQualified(name) ? "the source is not a local file"
        : NameText.Shown(name) != name ? "the file's name is not UTF-8, and libtiff is given names in UTF-8"
        : File.Exists(name) ? null : "the file is gone";

    /// <summary>Rents an open file until it is returned; null if libtiff does not accept the file.</summary>
    public LibTiffFile? Take(string path, out string fault)
    {
        fault = "";
        lock (_lock)
        {
            var at = _idle.FindLastIndex(file => file.Path == path);
            if (at >= 0)
            {
                var file = _idle[at];
                _idle.RemoveAt(at);
                return file;
            }
        }
        return TiffFileHandle.Open(path, out fault) is { } handle ? new LibTiffFile(path, handle) : null;
    }

    public void Return(LibTiffFile file)
    {
        LibTiffFile? oldest = null;
        lock (_lock)
        {
            _idle.Add(file);
            if (_idle.Count > _most)
            {
                oldest = _idle[0];
                _idle.RemoveAt(0);
            }
        }
        oldest?.Dispose();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _idle.ForEach(file => file.Dispose());
            _idle.Clear();
        }
    }
}
