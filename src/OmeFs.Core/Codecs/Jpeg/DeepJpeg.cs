using System.Buffers;
using System.Runtime.CompilerServices;
using JpegLibrary;

namespace OmeFs.Core.Codecs.Jpeg;

/// <summary>
/// DCT with more than 8 bits per sample, by JpegLibrary. Samples of subsampled components are repeated to full size. DCT is lossy: another decoder's
/// samples may differ by 1.
/// </summary>
internal static class DeepJpeg
{
    private const int BlockSide = 8;

    public static void Decode(ReadOnlyMemory<byte> jpeg, ReadOnlyMemory<byte> tables, JpegImage image)
    {
        var decoder = new JpegDecoder();
        if (!tables.IsEmpty)
            decoder.LoadTables(new ReadOnlySequence<byte>(tables));
        decoder.SetInput(jpeg);
        _ = decoder.Identify();
        CheckSampling(decoder);
        decoder.SetOutputWriter(new Writer(image, decoder));
        decoder.Decode();
    }

    /// <summary>JpegLibrary repeats samples by powers of two, but does not check that the factors are powers of two.</summary>
    private static void CheckSampling(JpegDecoder decoder)
    {
        for (var component = 0; component < decoder.NumberOfComponents; component++)
            if (decoder.GetHorizontalSampling(component) is not (1 or 2 or 4) || decoder.GetVerticalSampling(component) is not (1 or 2 or 4))
                throw new OmeFsException(FaultKind.Unsupported, "JPEG of more than 8 bits: sampling factors of 1, 2 or 4 expected");
    }

    /// <summary>Writes each block to the place of its pixels, without the part outside the image.</summary>
    private sealed class Writer(JpegImage image, JpegDecoder decoder) : JpegBlockOutputWriter
    {
        private readonly int _components = decoder.NumberOfComponents;
        private readonly int _width = decoder.Width;
        private readonly int _height = decoder.Height;
        private readonly int _most = (1 << decoder.Precision) - 1;

        public override void WriteBlock(ref short blockRef, int componentIndex, int x, int y)
        {
            var columns = Math.Min(BlockSide, _width - x);
            for (var row = 0; row < BlockSide && y + row < _height; row++)
            {
                var samples = image.Row(y + row);
                for (var column = 0; column < columns; column++)
                {
                    var sample = Unsafe.Add(ref blockRef, (row * BlockSide) + column);
                    samples[((x + column) * _components) + componentIndex] = (ushort)Math.Clamp((int)sample, 0, _most);
                }
            }
        }
    }
}
