using BitMiracle.LibJpeg.Classic;

namespace OmeFs.Core.Codecs.Managed;

/// <summary>The bytes that LibJpeg.Net reads. After their end it gets an end-of-image marker, as in libtiff.</summary>
internal sealed class JpegBytes(byte[] bytes) : jpeg_source_mgr
{
    /// <summary>A marker's content of 65,535 bytes is skipped two bytes at a time. More requests than that are an endless loop. Arbitrary.</summary>
    private const int MostFills = 1 << 16;

    private static readonly byte[] EndOfImage = [0xFF, 0xD9];
    private int _fills;

    public override void init_source() => initInternalBuffer(bytes, bytes.Length);

    public override bool fill_input_buffer()
    {
        if (++_fills > MostFills)
            throw new OmeFsException(FaultKind.Corrupt, "JPEG: the data end too early");
        initInternalBuffer(EndOfImage, EndOfImage.Length);
        return true;
    }
}
