using System.Runtime.InteropServices;

namespace OmeFs.Core.References.Json;

/// <summary>Decompresses zstd (RFC 8878), also several frames in a row, by the system's libzstd. Its streaming functions have been the same since 1.0.</summary>
internal sealed unsafe partial class ZstdStream : ForwardStream
{
    /// <summary>libtiff needs it too, so it is installed wherever the codecs are.</summary>
    private const string Library = "libzstd.so.1";

    private const int InputBytes = 128 * 1024;

    private readonly Stream _packed;
    private readonly byte[] _input = new byte[InputBytes];
    private readonly Decoder _decoder;
    private int _start, _end;

    /// <summary>Whether the last frame is complete.</summary>
    private bool _ended = true;

    /// <param name="packed">Disposed of with this stream.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/> if libzstd is not installed.</exception>
    public ZstdStream(Stream packed)
    {
        _packed = packed;
        try
        {
            _decoder = ZSTD_createDStream();
        }
        catch (DllNotFoundException cause)
        {
            throw new OmeFsException(FaultKind.Unsupported, $"zstd needs {Library} (Debian: apt-get install libzstd1)", cause);
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            if (_start == _end)
                (_start, _end) = (0, _packed.Read(_input, 0, _input.Length));
            var atEnd = _start == _end;
            if (atEnd && _ended)
                return 0;
            var (read, used) = Decode(buffer.AsSpan(offset, count));
            if (read > 0)
                return read;
            if (atEnd && !used)
                throw new InvalidDataException("the zstd data end early");
        }
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder.Dispose();
            _packed.Dispose();
        }
        base.Dispose(disposing);
    }

    private (int Read, bool Used) Decode(Span<byte> into)
    {
        fixed (byte* from = _input, to = into)
        {
            var input = new Part { Bytes = from + _start, Size = (nuint)(_end - _start) };
            var output = new Part { Bytes = to, Size = (nuint)into.Length };
            var left = ZSTD_decompressStream(_decoder, &output, &input);
            if (ZSTD_isError(left) != 0)
                throw new InvalidDataException("the zstd data are damaged");
            _start += (int)input.Position;
            if (input.Position > 0 || output.Position > 0)
                _ended = left == 0;
            return ((int)output.Position, input.Position > 0);
        }
    }

    [LibraryImport(Library)]
    private static partial Decoder ZSTD_createDStream();

    [LibraryImport(Library)]
    private static partial nuint ZSTD_freeDStream(nint decoder);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_decompressStream(Decoder decoder, Part* output, Part* input);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint code);

    private sealed class Decoder() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => ZSTD_isError(ZSTD_freeDStream(handle)) == 0;
    }

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer, which have the same layout.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        public byte* Bytes;
        public nuint Size;
        public nuint Position;
    }
}
