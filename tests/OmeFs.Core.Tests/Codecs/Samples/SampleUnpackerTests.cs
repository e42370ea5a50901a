using OmeFs.Core.Codecs.Samples;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Codecs.Samples;

public class SampleUnpackerTests
{
    private const int PerRow = 5;
    private const int Rows = 3;

    public static TheoryData<int> AllBits => [.. Enumerable.Range(1, 64)];

    [Theory]
    [MemberData(nameof(AllBits))]
    public void Integers_of_any_size_are_unpacked_as_written_bit_by_bit(int bits)
    {
        var random = new Random(bits);
        foreach (var bigEndian in (bool[])[false, true])
            foreach (var format in (SampleFormat[])[SampleFormat.Unsigned, SampleFormat.Signed])
                foreach (var reversed in (bool[])[false, true])
                {
                    var values = Enumerable.Range(0, PerRow * Rows).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> (64 - bits)).ToArray();
                    var packed = values.Chunk(PerRow).SelectMany(row => TestImage.Pack(row, bits, bigEndian)).ToArray();
                    var expected = values.Select(value => format == SampleFormat.Signed ? (ulong)((long)(value << (64 - bits)) >> (64 - bits)) : value);
                    var found = Unpacked(packed, bits, format, bigEndian, reversed, out var type);
                    Assert.Equal(expected.Select(value => type.Size == 8 ? value : value & ((1UL << (8 * type.Size)) - 1)), found);
                }
    }

    [Theory]
    [InlineData("000000", 0)]
    [InlineData("800000", -0.0)]
    [InlineData("3F0000", 1)]
    [InlineData("BF0000", -1)]
    [InlineData("3F8000", 1.5)]
    [InlineData("400000", 2)]
    [InlineData("7F0000", double.PositiveInfinity)]
    [InlineData("FF0000", double.NegativeInfinity)]
    [InlineData("7F0001", double.NaN)]
    [InlineData("7EFFFF", 1.8446603336221196e19)]
    [InlineData("010000", 2.168404344971009e-19)]
    [InlineData("000001", 3.308722450212111e-24)]
    public void Floats_of_24_bits_have_their_value(string bigEndian, double expected)
    {
        var packed = Convert.FromHexString(bigEndian);
        foreach (var little in (bool[])[false, true])
        {
            var layout = Layout(24, SampleFormat.Float, false);
            var samples = new byte[4];
            SampleUnpacker.Unpack(little ? [.. packed.Reverse()] : packed, 1, 1, layout, !little, SampleTypes.Of(layout, false)!.Value, samples);
            Assert.Equal((float)expected, BitConverter.ToSingle(samples));
        }
    }

    [Fact]
    public void Complex_samples_are_swapped_by_part()
    {
        var layout = Layout(64, SampleFormat.Complex, false);
        byte[] samples = new byte[8];
        SampleUnpacker.Unpack([1, 2, 3, 4, 5, 6, 7, 8], 1, 1, layout, true, SampleTypes.Of(layout, false)!.Value, samples);
        Assert.Equal([4, 3, 2, 1, 8, 7, 6, 5], samples);
    }

    [Theory]
    [InlineData(16, "80 7F", -128, 127)]
    [InlineData(32, "8000 7FFF", -32768, 32767)]
    [InlineData(64, "80000000 7FFFFFFF", int.MinValue, int.MaxValue)]
    public void Complex_integers_become_floats(int bits, string bigEndian, int real, int imaginary)
    {
        var layout = Layout(bits, SampleFormat.ComplexInteger, false);
        var type = SampleTypes.Of(layout, true)!.Value;
        var samples = new byte[type.Size];
        SampleUnpacker.Unpack(Convert.FromHexString(bigEndian.Replace(" ", "", StringComparison.Ordinal)), 1, 1, layout, true, type, samples);
        var parts = type.Size == 16
            ? (BitConverter.ToDouble(samples), BitConverter.ToDouble(samples, 8))
            : (BitConverter.ToSingle(samples), BitConverter.ToSingle(samples, 4));
        Assert.Equal(((double)real, (double)imaginary), parts);
    }

    [Fact]
    public void Reversing_bits_turns_each_byte_around()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var reversed = bytes.ToArray();
        SampleUnpacker.ReverseBits(reversed);
        Assert.Equal(bytes.Select(value => Convert.ToByte(new string([.. Convert.ToString(value, 2).PadLeft(8, '0').Reverse()]), 2)), reversed);
    }

    /// <param name="reversed">Whether the layout says FillOrder 2; the bits have been put in order by then.</param>
    private static ulong[] Unpacked(byte[] packed, int bits, SampleFormat format, bool bigEndian, bool reversed, out DataType type)
    {
        var layout = Layout(bits, format, reversed);
        type = SampleTypes.Of(layout, bigEndian)!.Value with { BigEndian = false };
        var samples = new byte[PerRow * Rows * type.Size];
        SampleUnpacker.Unpack(packed, PerRow, Rows, layout, bigEndian, type, samples);
        return [.. samples.Chunk(type.Size).Select(bytes => BitConverter.ToUInt64([.. bytes, .. new byte[8 - bytes.Length]]))];
    }

    private static IfdLayout Layout(int bits, SampleFormat format, bool reversed) =>
        GreyLayout.Of(Compression.None, PerRow, Rows, tiled: false) with { BitsPerSample = bits, Format = format, ReversedBits = reversed };
}
