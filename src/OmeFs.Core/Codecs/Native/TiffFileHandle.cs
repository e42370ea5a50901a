using System.Runtime.InteropServices;
using System.Text;

namespace OmeFs.Core.Codecs.Native;

/// <summary>omefs_tiff_ifd: an IFD as libtiff reads it.</summary>
/// <param name="SegmentWidth">The width of a tile; for strips, the image's width. libtiff may cut a long uncompressed strip into short ones.</param>
/// <param name="SamplesPerSegment">Interleaved samples of a segment; 1 if they are planar.</param>
/// <param name="RowBytes">Bytes of a row of a decoded segment.</param>
/// <param name="SegmentBytes">Bytes of a whole decoded segment; fits an array.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct LibTiffIfd(
    uint Width,
    uint Length,
    uint SegmentWidth,
    uint SegmentLength,
    uint BitsPerSample,
    uint SamplesPerPixel,
    uint SamplesPerSegment,
    uint Reserved,
    ulong RowBytes,
    ulong SegmentBytes);

/// <summary>A TIFF file that libtiff itself opens and reads. For one thread at a time.</summary>
internal sealed unsafe class TiffFileHandle : SafeHandle
{
    /// <summary>What <see cref="Read"/> returns if libtiff does not find the end of a segment.</summary>
    public const long NoEnd = -2;

    private long _offset = -1;
    private LibTiffIfd _ifd;

    public TiffFileHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Null if libtiff does not accept the file; libtiff's message says why.</summary>
    public static TiffFileHandle? Open(string path, out string fault)
    {
        var message = stackalloc byte[NativeMessage.Size];
        var opened = Binding.TiffFileOpen(path, message, NativeMessage.Size);
        fault = opened.IsInvalid ? NativeMessage.Text(message) : "";
        if (!opened.IsInvalid)
            return opened;
        opened.Dispose();
        return null;
    }

    /// <summary>Selects the IFD at an offset. False if libtiff does not accept it, or would not decode it to pixels; libtiff's message says why.</summary>
    public bool TryGo(long offset, out LibTiffIfd ifd, out string fault)
    {
        fault = "";
        if (offset != _offset)
        {
            var message = stackalloc byte[NativeMessage.Size];
            _offset = Binding.TiffFileGo(this, (ulong)offset, out _ifd, message, NativeMessage.Size) == 1 ? offset : -1;
            fault = _offset < 0 ? NativeMessage.Text(message) : "";
        }
        ifd = _ifd;
        return _offset == offset;
    }

    /// <summary>
    /// Decodes the segment that contains a pixel. Returns its bytes, 0 if the file has no such segment, -1 if libtiff fails, or <see cref="NoEnd"/>;
    /// libtiff's message says why.
    /// </summary>
    /// <param name="decoded">Has at least <see cref="LibTiffIfd.SegmentBytes"/> bytes.</param>
    public long Read(int x, int y, int sample, Span<byte> decoded, out string fault)
    {
        var message = stackalloc byte[NativeMessage.Size];
        fixed (byte* to = decoded)
        {
            var count = Binding.TiffFileRead(this, (uint)x, (uint)y, (uint)sample, to, (nuint)decoded.Length, message, NativeMessage.Size);
            fault = count < 0 ? NativeMessage.Text(message) : "";
            return count;
        }
    }

    /// <summary>The offsets of the main chain's IFDs, in libtiff's order.</summary>
    public long[] Chain(int most)
    {
        for (var room = Math.Min(most, 1024); ; room = (int)Math.Min(most, 8L * room))
        {
            var offsets = new ulong[room];
            _offset = -1;
            fixed (ulong* to = offsets)
            {
                var count = Binding.TiffFileChain(this, to, (ulong)room);
                if (count < room || room == most)
                    return [.. offsets.AsSpan(0, (int)count).ToArray().Select(offset => (long)offset)];
            }
        }
    }

    /// <summary>The offsets of the SubIFDs of the IFD at an offset.</summary>
    public long[] Subs(long offset)
    {
        const int most = ushort.MaxValue;
        var offsets = new ulong[most];
        _offset = -1;
        fixed (ulong* to = offsets)
            return [.. offsets.AsSpan(0, (int)Binding.TiffFileSubs(this, (ulong)offset, to, most)).ToArray().Select(sub => (long)sub)];
    }

    /// <summary>The ImageDescription of the first IFD; empty if there is none.</summary>
    public string Description()
    {
        _offset = -1;
        var length = Binding.TiffFileDescription(this, null, 0);
        if (length is <= 0 or > int.MaxValue)
            return "";
        var text = new byte[length];
        fixed (byte* to = text)
            return Binding.TiffFileDescription(this, to, (ulong)length) == length ? Encoding.UTF8.GetString(text) : "";
    }

    protected override bool ReleaseHandle()
    {
        Binding.TiffFileClose(handle);
        return true;
    }
}
