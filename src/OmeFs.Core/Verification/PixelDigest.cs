using System.Security.Cryptography;
using OmeFs.Core.Arrays;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Verification;

/// <summary>
/// SHA-256 over an array's samples in t, c, z, y, x order, little-endian, cropped to its shape; Missing chunks have the fill value.
/// Keeps at most one row of chunks. For one thread, steps in the order of <see cref="ChunkSteps.ByPlane"/>.
/// </summary>
internal sealed class PixelDigest(VirtualArray array) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _band = [];

    /// <summary>Why an array has no digest; null if it can have one.</summary>
    public static string? WhyNot(VirtualArray array) =>
        BandBytes(array) <= TiffLimits.MaxSegmentBytes ? null : $"a row of chunks has {BandBytes(array)} bytes, more than can be held at once";

    /// <param name="samples">All samples of the chunk, little-endian; empty for a Missing one.</param>
    public void Append(ChunkStep step, ReadOnlySpan<byte> samples)
    {
        var (size, shape, sample) = (array.ChunkShape, array.Shape, array.Type.Size);
        var rows = Math.Min(size.Y, shape.Y - (step.Chunk.Y * size.Y));
        var left = step.Chunk.X * size.X;
        var rowBytes = Math.Min(size.X, shape.X - left) * sample;
        var plane = ((((long)step.Plane.T * size.C) + step.Plane.C) * size.Z) + step.Plane.Z;
        if (size.X == shape.X && !samples.IsEmpty)
        {
            _hash.AppendData(samples.Slice((int)(plane * size.Y * rowBytes), rows * rowBytes));
            return;
        }
        if (_band.Length == 0)
            _band = new byte[BandBytes(array)];
        for (var y = 0; y < rows; y++)
        {
            var target = _band.AsSpan(((y * shape.X) + left) * sample, rowBytes);
            if (samples.IsEmpty)
                LittleEndian.Fill(target, array);
            else
                samples.Slice((int)(((plane * size.Y) + y) * size.X * sample), rowBytes).CopyTo(target);
        }
        if (step.Chunk.X == array.Grid.X - 1)
            _hash.AppendData(_band.AsSpan(0, rows * shape.X * sample));
    }

    /// <summary>Sixty-four lower-case hexadecimal digits.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    private static long BandBytes(VirtualArray array) =>
        (long)(Int128.Min((Int128)Math.Min(array.ChunkShape.Y, array.Shape.Y) * array.Shape.X * array.Type.Size, long.MaxValue));

    public void Dispose() => _hash.Dispose();
}
