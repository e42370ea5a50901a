using System.Globalization;
using System.Text;
using OmeFs.Core.Ome.Xml;

namespace OmeFs.Core.BinData;

/// <summary>Follows the tags of a document, collects the BinData of its Pixels, and assigns each to its Pixels.</summary>
internal sealed class BinDataCollector(string sourceName)
{
    private const int ImageDepth = 1, PixelsDepth = 2, BinDataDepth = 3;

    private readonly List<BinDataElement> _elements = [];
    private readonly List<BinDataRun> _runs = [];
    private int _depth;
    private int _image = -1;
    private int _pixels;
    private bool _inImage;
    private bool _inPixels;
    private OpenElement? _open;
    private long _wrongLengths;
    private string? _firstWrongLength;

    /// <summary>Whether a BinData of Pixels is open, so that its text comes next.</summary>
    public bool IsOpen => _open is not null;

    public bool IsPastRoot { get; private set; }

    public IReadOnlyList<BinDataElement> Elements => _elements;

    public IReadOnlyList<BinDataRun> Runs => _runs;

    public IReadOnlyList<string> Notices() => _firstWrongLength is null
        ? []
        : [$"{_wrongLengths} BinData have a wrong Length, which was ignored; the first: {_firstWrongLength}"];

    public void AddText(ReadOnlySpan<byte> text, long offset) => _open!.Survey.Add(text, offset);

    /// <summary>Takes the next tag. Returns whether it is the tag of a BinData of Pixels.</summary>
    /// <param name="end">The offset behind the tag.</param>
    public bool Take(in BinDataTag tag, long end)
    {
        if (_open is not null)
        {
            if (!tag.IsEnd || !tag.Name.SequenceEqual(_open.Name))
                throw Fault(FaultKind.Corrupt, $"holds the tag '{Quote(tag)}' before offset {end}, where only base64 may be");
            Close();
            return true;
        }
        if (tag.IsEnd)
            return EndElement();
        var isBinData = _inPixels && _depth == BinDataDepth && tag.LocalName.SequenceEqual("BinData"u8);
        if (isBinData)
            OpenBinData(tag, end);
        else
            StartElement(tag);
        return isBinData;
    }

    /// <summary>A fault of the BinData that is open.</summary>
    public OmeFsException Fault(FaultKind kind, string what) => new(kind, $"{sourceName}: the BinData whose text begins at offset {_open!.Start} {what}");

    private bool EndElement()
    {
        _depth--;
        _inImage &= _depth > ImageDepth;
        _inPixels &= _depth > PixelsDepth;
        IsPastRoot = _depth <= 0;
        return false;
    }

    private void StartElement(in BinDataTag tag)
    {
        if (_depth == 0 && !tag.LocalName.SequenceEqual("OME"u8))
            throw new OmeFsException(FaultKind.Corrupt, $"{sourceName}: the root element is '{Quote(tag)}', expected OME");
        if (_depth == ImageDepth && tag.LocalName.SequenceEqual("Image"u8))
            (_inImage, _image, _pixels) = (true, _image + 1, -1);
        else if (_depth == PixelsDepth && _inImage && tag.LocalName.SequenceEqual("Pixels"u8))
            (_inPixels, _pixels) = (true, _pixels + 1);
        _depth++;
        if (tag.IsEmptyElement)
            EndElement();
    }

    private void OpenBinData(in BinDataTag tag, long end)
    {
        if (_elements.Count >= BinDataLimits.MaxElements)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{sourceName}: more than {BinDataLimits.MaxElements} BinData elements");
        _open = new OpenElement(tag.Name.ToArray(), end, Compression(tag, end), Flag(tag.Attribute("BigEndian"u8)), tag.Attribute("Length"u8));
        if (tag.IsEmptyElement)
            Close();
    }

    private void Close()
    {
        var text = _open!.Survey.Finish() ?? throw Fault(
            FaultKind.Corrupt, $"is mostly white space: more than {BinDataLimits.LongestStretch} bytes for {Base64Text.Stride} characters");
        CheckLength(_open, text);
        _elements.Add(new BinDataElement(text, _open.Compression, _open.BigEndian));
        if (_runs.Count > 0 && _runs[^1] is var run && run.Image == _image && run.Number == _pixels)
            _runs[^1] = run with { Count = run.Count + 1 };
        else
            _runs.Add(new BinDataRun(_image, _pixels, _elements.Count - 1, 1));
        _open = null;
    }

    /// <summary>Some writers include the line breaks in Length.</summary>
    private void CheckLength(OpenElement open, in Base64Text text)
    {
        if (open.Length is null || (long.TryParse(open.Length, NumberStyles.None, CultureInfo.InvariantCulture, out var said)
            && said >= text.Characters && said <= Math.Max(text.Characters, text.End - open.Start + BinDataLimits.LongestBreak)))
            return;
        _wrongLengths++;
        _firstWrongLength ??= $"\"{OmeXmlCursor.Quote(open.Length)}\" at offset {open.Start}, where {text.Characters} characters are";
    }

    private BinDataCompression Compression(in BinDataTag tag, long end) => tag.Attribute("Compression"u8) switch
    {
        null or "" or "none" => BinDataCompression.None,
        "zlib" => BinDataCompression.Zlib,
        "bzip2" => BinDataCompression.Bzip2,
        var other => throw new OmeFsException(
            FaultKind.Unsupported,
            $"{sourceName}: the BinData before offset {end} has Compression \"{OmeXmlCursor.Quote(other)}\"; none, zlib and bzip2 are read"),
    };

    private static string Quote(in BinDataTag tag) => OmeXmlCursor.Quote(Encoding.UTF8.GetString(tag.Name));

    private static bool? Flag(string? text) => text switch
    {
        "true" or "1" or "t" => true,
        "false" or "0" or "f" => false,
        _ => null,
    };

    private sealed record OpenElement(byte[] Name, long Start, BinDataCompression Compression, bool? BigEndian, string? Length)
    {
        public Base64Survey Survey { get; } = new();
    }
}
