using System.Text;
using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Ome.Xml;
using OmeFs.Core.Sources;

namespace OmeFs.Core.BinData;

/// <summary>An OME-XML file, and where the BinData of its Pixels are stored in it. Immutable; owns nothing.</summary>
public sealed class OmeXmlFile
{
    private const int PieceBytes = 1024 * 1024;

    private readonly BinDataScan _scan;
    private readonly Dictionary<(int Image, int Number), BinDataRun> _runs;

    private OmeXmlFile(IByteSource source, OmeDocument document, BinDataScan scan)
    {
        (Source, _scan) = (source, scan);
        _runs = scan.Runs.ToDictionary(run => (run.Image, run.Number));
        List<string> notices = [.. scan.Notices, .. document.Notices];
        Document = document with { Images = [.. document.Images.Select((image, number) => Completed(image, number, notices))] };
        Notices = notices;
    }

    public IByteSource Source { get; }

    internal OmeDocument Document { get; }

    /// <summary>The document without the BinData of its Pixels.</summary>
    public byte[] Xml => _scan.Xml;

    public IReadOnlyList<string> Notices { get; }

    public int BinDataCount => _scan.Elements.Count;

    /// <summary>Whether the document has no pixels but names other files: those with the pixels, or the one with the metadata.</summary>
    public bool IsCompanion => BinDataCount == 0 && (Document.BinaryOnly is not null || Document.Images.Any(image => image.Pixels.TiffData.Count > 0));

    /// <summary>Reads the whole file once, forward, in pieces: there is no other way to find its elements.</summary>
    /// <param name="source">Owned by the caller.</param>
    /// <exception cref="OmeFsException">It is not OME-XML, or its encoding does not contain ASCII; or as the source says.</exception>
    public static async Task<OmeXmlFile> OpenAsync(IByteSource source, CancellationToken cancellation = default)
    {
        var scanner = new BinDataScanner(source.Name);
        var piece = ScratchBytes.Rent(PieceBytes);
        try
        {
            for (long at = 0; at < source.Length && !scanner.IsDone;)
            {
                var count = (int)Math.Min(PieceBytes, source.Length - at);
                await source.ReadAtAsync(at, piece.AsMemory(0, count), cancellation);
                cancellation.ThrowIfCancellationRequested();
                if (at == 0)
                    CheckEncoding(piece.AsSpan(0, count), source.Name);
                scanner.Feed(piece.AsSpan(0, count));
                at += count;
            }
        }
        finally
        {
            ScratchBytes.Return(piece);
        }
        var scan = scanner.Finish();
        // Line numbers in messages count the document without its BinData, so the name says that.
        var name = scan.Elements.Count > 0 ? $"{source.Name} (its BinData left out)" : source.Name;
        var counts = scan.Runs.ToDictionary(run => (run.Image, run.Number), run => (long)run.Count);
        var document = OmeXmlReader.Read(new MemoryStream(scan.Xml, writable: false), name, (image, number) => counts.GetValueOrDefault((image, number)));
        return new OmeXmlFile(source, document, scan);
    }

    /// <summary>The BinData of an Image, in document order: one per plane.</summary>
    /// <param name="image">Index of the Image in <see cref="Document"/>.</param>
    internal BinDataPlanes PlanesOf(int image) =>
        new(_scan.Elements, RunOf(Document.Images[image]), Document.Images[image].Pixels);

    private BinDataRun RunOf(OmeImage image) => _runs.GetValueOrDefault((image.Ordinal, image.Pixels.Number));

    /// <summary>Completes missing sizes along z, c and t for an Image with BinData. For other Images the TIFFs give them.</summary>
    private OmeImage Completed(OmeImage image, int number, List<string> notices) => RunOf(image) is { Count: > 0 and var planes }
        ? image with { Pixels = MissingSizes.Complete(image.Pixels, 1, planes, PlaneClaims.Most(planes), number, notices) }
        : image;

    private static void CheckEncoding(ReadOnlySpan<byte> start, string sourceName)
    {
        var (encoding, _) = OmeText.Recognize(start);
        if (encoding is UnicodeEncoding)
            throw new OmeFsException(
                FaultKind.Unsupported, $"{sourceName}: is XML in UTF-16, which is not read; 'iconv -f UTF-16 -t UTF-8' makes it readable (and its declaration must not say UTF-16)");
    }
}
