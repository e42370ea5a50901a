using JpegLibrary;
using OmeFs.Core.Codecs.Native;

namespace OmeFs.Core.Codecs.Jpeg;

/// <summary>
/// Lossless JPEG with Huffman codes (SOF3), as DNG, DICOM and pathology scanners write it: all seven predictors, 2 to 16 bits.
/// *Spec:* ITU-T T.81 annex H.
/// </summary>
/// <remarks>
/// JpegLibrary reads the headers and tables. Its own predictor is not used: it is wrong for the first rows of predictors 2, 3, 6 and 7, for
/// samples of 16 bits and for the point transform.
/// </remarks>
internal ref struct LosslessJpeg
{
    private const byte Huffman = 0xC4, RestartInterval = 0xDD, StartOfFrame = 0xC3, StartOfScan = 0xDA;
    private const int MostComponents = 4;

    private readonly Dictionary<byte, JpegHuffmanDecodingTable> _tables = [];
    private readonly JpegImage _image;
    private JpegFrameHeader _frame;
    private bool _hasFrame;
    private int _restartInterval;

    private LosslessJpeg(JpegImage image) => _image = image;

    /// <param name="tables">The value of the tag JPEGTables; may be empty.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>, or <see cref="FaultKind.Unsupported"/> for forms that no writer of TIFF uses.</exception>
    public static void Decode(ReadOnlySpan<byte> jpeg, ReadOnlySpan<byte> tables, JpegImage image)
    {
        var decoder = new LosslessJpeg(image);
        decoder.ReadSegments(tables, out _);
        var scans = 0;
        for (var at = 0; decoder.ReadSegments(jpeg[at..], out var scan); scans++)
        {
            var start = at + scan.End;
            at = start + decoder.ReadScan(scan.Content, jpeg[start..]);
        }
        if (scans == 0)
            throw Corrupt("no scan was found");
    }

    /// <summary>Reads tables and the frame header up to the next scan; false if there is none.</summary>
    private bool ReadSegments(ReadOnlySpan<byte> jpeg, out JpegSegments.Segment scan)
    {
        scan = default;
        foreach (var segment in new JpegSegments(jpeg))
            switch (segment.Marker)
            {
                case Huffman:
                    ReadTables(segment.Content);
                    break;
                case RestartInterval when segment.Content.Length >= 2:
                    _restartInterval = (segment.Content[0] << 8) | segment.Content[1];
                    break;
                case StartOfScan:
                    scan = segment;
                    return true;
                case var marker when JpegHeader.IsSof(marker) && !_hasFrame:
                    ReadFrame(marker, segment.Content);
                    break;
            }
        return false;
    }

    private readonly void ReadTables(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            if (!JpegHuffmanDecodingTable.TryParse(content, out var table, out var used) || used == 0)
                throw Corrupt("a Huffman table is damaged");
            if (table.TableClass == 0)
                _tables[table.Identifier] = table;
            content = content[used..];
        }
    }

    private void ReadFrame(byte marker, ReadOnlySpan<byte> content)
    {
        if (marker != StartOfFrame)
            throw new OmeFsException(FaultKind.Unsupported, $"lossless JPEG: Huffman codes (SOF3) expected, found the frame marker FF{marker:X2}");
        if (!JpegFrameHeader.TryParse(content, metadataOnly: false, out _frame, out _) || _frame.Components is null || _frame.SamplePrecision is < 2 or > 16)
            throw Corrupt("the frame header is damaged");
        foreach (var component in _frame.Components)
            if (component.HorizontalSamplingFactor != _frame.Components[0].HorizontalSamplingFactor || component.VerticalSamplingFactor != _frame.Components[0].VerticalSamplingFactor)
                throw new OmeFsException(FaultKind.Unsupported, "lossless JPEG: components of one size expected, found subsampled ones");
        _hasFrame = true;
    }

    /// <summary>Returns the length of the scan's data, in bytes.</summary>
    private readonly int ReadScan(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        if (!_hasFrame || !JpegScanHeader.TryParse(header, metadataOnly: false, out var scan, out _) || scan.Components is not { Length: >= 1 and <= MostComponents })
            throw Corrupt("a scan header is damaged");
        int predictor = scan.StartOfSpectralSelection, shift = scan.SuccessiveApproximationBitPositionLow;
        if (predictor is < 1 or > 7 || shift >= _frame.SamplePrecision)
            throw Corrupt($"predictor 1 to 7 expected, found {predictor}, point transform {shift}");
        var (places, tables) = Components(scan);
        int width = _frame.SamplesPerLine, height = _frame.NumberOfLines;
        if (_restartInterval % width != 0)
            throw new OmeFsException(FaultKind.Unsupported, $"lossless JPEG: restart intervals of whole rows expected, found {_restartInterval} pixels in rows of {width}");
        var rowsBetweenRestarts = _restartInterval / width;
        var bits = new JpegBits(data);
        var (above, row) = (new int[width * places.Length], new int[width * places.Length]);
        for (var y = 0; y < height; y++)
        {
            var first = y == 0 || (rowsBetweenRestarts > 0 && y % rowsBetweenRestarts == 0);
            if (first && y > 0)
                bits.Restart();
            for (var x = 0; x < width; x++)
                for (var c = 0; c < places.Length; c++)
                {
                    var at = (x * places.Length) + c;
                    var left = at >= places.Length ? row[at - places.Length] : 0;
                    var prediction = (first, x) switch
                    {
                        (true, 0) => 1 << (_frame.SamplePrecision - shift - 1),
                        (true, _) => left,
                        (_, 0) => above[at],
                        _ => Predict(predictor, left, above[at], above[at - places.Length]),
                    };
                    row[at] = (prediction + bits.Difference(tables[c])) & ushort.MaxValue;
                }
            Put(row, places, y, shift);
            (above, row) = (row, above);
        }
        return bits.Used;
    }

    /// <summary>The samples of a pixel that the scan contains, and their tables.</summary>
    private readonly (int[] Places, JpegHuffmanDecodingTable[] Tables) Components(in JpegScanHeader scan)
    {
        var places = new int[scan.Components!.Length];
        var tables = new JpegHuffmanDecodingTable[places.Length];
        for (var c = 0; c < places.Length; c++)
        {
            var selector = scan.Components[c].ScanComponentSelector;
            places[c] = Array.FindIndex(_frame.Components!, component => component.Identifier == selector);
            if (places[c] < 0 || !_tables.TryGetValue(scan.Components[c].DcEntropyCodingTableSelector, out var table))
                throw Corrupt($"component {selector} is not in the frame, or has no Huffman table");
            tables[c] = table;
        }
        return (places, tables);
    }

    /// <summary>*Spec:* table H.1.</summary>
    private static int Predict(int predictor, int left, int above, int aboveLeft) => predictor switch
    {
        1 => left,
        2 => above,
        3 => aboveLeft,
        4 => left + above - aboveLeft,
        5 => left + ((above - aboveLeft) >> 1),
        6 => above + ((left - aboveLeft) >> 1),
        _ => (left + above) >> 1,
    };

    private readonly void Put(int[] row, int[] places, int y, int shift)
    {
        var to = _image.Row(y);
        var components = _frame.NumberOfComponents;
        for (var at = 0; at < row.Length; at++)
            to[(at / places.Length * components) + places[at % places.Length]] = (ushort)(row[at] << shift);
    }

    private static OmeFsException Corrupt(string what) => new(FaultKind.Corrupt, $"lossless JPEG: {what}");
}
