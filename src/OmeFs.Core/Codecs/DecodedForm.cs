namespace OmeFs.Core.Codecs;

/// <summary>The format of the bytes that a codec returns.</summary>
/// <param name="SamplesPerPixel">Interleaved samples of a pixel, in every segment.</param>
/// <param name="BitsPerSample">Packed in the rows, which begin at whole bytes.</param>
/// <param name="IsFileEncoded">Samples are in the file's byte order, and a predictor must still be undone. Else they are little-endian and final.</param>
internal readonly record struct DecodedForm(int SamplesPerPixel, int BitsPerSample, bool IsFileEncoded)
{
    /// <summary>Bytes of one decoded row.</summary>
    public long RowBytes(int width) => (((long)width * SamplesPerPixel * BitsPerSample) + 7) / 8;
}
