namespace OmeFs.Core.Codecs.Jpeg;

/// <summary>The samples of one segment while it is decoded: rows of interleaved samples. Samples outside the image stay 0.</summary>
/// <param name="rowSamples">Samples of one row: width times samples per pixel.</param>
/// <param name="room">The capacity in samples; whole rows of it are used.</param>
internal sealed class JpegImage(int rowSamples, int room)
{
    private readonly ushort[] _samples = new ushort[room / rowSamples * rowSamples];

    public int RowSamples => rowSamples;

    public int Rows { get; } = room / rowSamples;

    public Span<ushort> Samples => _samples;

    public Span<ushort> Row(int y) => _samples.AsSpan(y * rowSamples, rowSamples);

    /// <summary>*Spec:* JFIF 1.02: the full range of ITU-R BT.601, around half of it for Cb and Cr.</summary>
    /// <param name="bits">Bits per sample.</param>
    public void TurnYCbCrIntoRgb(int bits)
    {
        var (most, half) = ((1 << bits) - 1, 1 << (bits - 1));
        for (var i = 0; i + 2 < _samples.Length; i += 3)
        {
            double y = _samples[i], cb = _samples[i + 1] - half, cr = _samples[i + 2] - half;
            _samples[i] = Clamp(y + (1.402 * cr), most);
            _samples[i + 1] = Clamp(y - (0.344136286 * cb) - (0.714136286 * cr), most);
            _samples[i + 2] = Clamp(y + (1.772 * cb), most);
        }
    }

    private static ushort Clamp(double value, int most) => (ushort)Math.Clamp((int)Math.Floor(value + 0.5), 0, most);
}
