namespace OmeFs.Core.Codecs;

/// <summary>How the bytes that a codec returns are to be read.</summary>
/// <param name="SamplesPerPixel">Interleaved, in every segment.</param>
/// <param name="BitsPerSample">As packed in the rows, which begin at whole bytes.</param>
/// <param name="IsFileEncoded">Samples are in the file's byte order and a predictor is still to be undone; else little-endian and done.</param>
public readonly record struct DecodedForm(int SamplesPerPixel, int BitsPerSample, bool IsFileEncoded)
{
    /// <summary>Bytes of one decoded row.</summary>
    public long RowBytes(int width) => (((long)width * SamplesPerPixel * BitsPerSample) + 7) / 8;
}
