using BitMiracle.LibJpeg.Classic;

namespace OmeFs.Core.Codecs.Managed;

/// <summary>The components of a JPEG as they were coded: subsampled ones are not enlarged. Rows are padded to whole blocks.</summary>
internal sealed class JpegPlanes
{
    private const int BlockSide = 8;

    private readonly byte[][][] _rows;

    /// <param name="jpeg">The decoder, after it has read the header. It cannot be used afterwards.</param>
    /// <param name="rows">The least number of rows to decode, if the image has them.</param>
    public JpegPlanes(jpeg_decompress_struct jpeg, int rows)
    {
        (Width, Height, Horizontal, Vertical) = (jpeg.Image_width, jpeg.Image_height, jpeg.Comp_info[0].H_samp_factor, jpeg.Comp_info[0].V_samp_factor);
        // As coded, colours included. With "fancy upsampling", this decoder would enlarge in the frequency domain, unlike all others.
        (jpeg.Raw_data_out, jpeg.Do_fancy_upsampling) = (true, false);
        (jpeg.Jpeg_color_space, jpeg.Out_color_space) = (J_COLOR_SPACE.JCS_UNKNOWN, J_COLOR_SPACE.JCS_UNKNOWN);
        jpeg.jpeg_start_decompress();
        var unit = BlockSide * Vertical;
        var units = Ceiling.Divide(Math.Min(rows, Height), unit);
        _rows = new byte[jpeg.Num_components][][];
        for (var i = 0; i < _rows.Length; i++)
            _rows[i] = Rows(units * BlockSide * jpeg.Comp_info[i].V_samp_factor, jpeg.Comp_info[i].Width_in_blocks * BlockSide);
        var into = new byte[_rows.Length][][];
        for (var done = 0; done < units; done++)
        {
            for (var i = 0; i < into.Length; i++)
                into[i] = _rows[i].AsSpan(done * (_rows[i].Length / units), _rows[i].Length / units).ToArray();
            if (jpeg.jpeg_read_raw_data(into, unit) != unit)
                throw new OmeFsException(FaultKind.Corrupt, "JPEG: the data end too early");
        }
    }

    public int Width { get; }

    public int Height { get; }

    public int Components => _rows.Length;

    /// <summary>The number of pixels along x that share a sample of the second and later components.</summary>
    public int Horizontal { get; }

    /// <summary>The same along y.</summary>
    public int Vertical { get; }

    public ReadOnlySpan<byte> Row(int component, int y) => _rows[component][y];

    private static byte[][] Rows(int count, int width)
    {
        var rows = new byte[count][];
        for (var y = 0; y < count; y++)
            rows[y] = new byte[width];
        return rows;
    }
}
