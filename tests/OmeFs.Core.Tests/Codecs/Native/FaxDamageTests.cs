using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tests.Codecs.Managed;
using OmeFs.Core.Tiff;
using Xunit.Abstractions;

namespace OmeFs.Core.Tests.Codecs.Native;

/// <summary>
/// Damaged CCITT strips, judged by libtiff's own reading of the file: what it refuses is a fault, and what it decodes is decoded to the same bytes.
/// </summary>
public sealed class FaxDamageTests(ITestOutputHelper output) : IDisposable
{
    private const string LeftOut = "a test leaves it out";

    private const int Width = 123, Rows = 40, Strips = 3;

    /// <summary>Of a strip. The program below knows them by their numbers.</summary>
    private const int Kinds = 14;

    /// <summary>
    /// Writes a file, damages a strip of it in each way, and writes what libtiff decodes of each strip ("x.tif.2"), or no file if it refuses the strip.
    /// </summary>
    private const string Program = """
        import random, ctypes, numpy
        WIDTH, ROWS, STRIPS, KINDS = 123, 40, 3, 14
        SIZE = (WIDTH + 7) // 8 * ROWS

        def runs(rows):
            dice = random.Random(len(rows))
            for row in rows:
                at, black = 0, False
                while at < WIDTH:
                    run = dice.choice((1, 2, 3, 7, 19, 40))
                    row[at:at + run] = black
                    at, black = at + run, not black
            return numpy.packbits(rows, axis=1)

        def tables(path):
            tiff = libtiff.handle(path, "r")
            get = libtiff.LIBRARY.TIFFGetStrileOffset, libtiff.LIBRARY.TIFFGetStrileByteCount
            for one in get:
                one.restype = ctypes.c_uint64
            found = [tuple(one(tiff, ctypes.c_uint32(strip)) for one in get) for strip in range(STRIPS)]
            libtiff.LIBRARY.TIFFClose(tiff)
            return found

        def damage(data, at, size, kind):
            dice = random.Random(kind)
            if kind < 5:
                data[at + (0, size // 4, size // 2, 3 * size // 4, size - 1)[kind]] ^= 0xFF
            elif kind == 5:
                data[at:at + size] = bytes(size)
            elif kind < 9:
                data[at:at + size] = dice.randbytes(size)
            elif kind < 12:
                left = size * (kind - 8) // 4
                data[at + left:at + size] = bytes(size - left)
            else:
                left = size * (kind - 11) // 3
                data[at + left:at + size] = b"\xff" * (size - left)

        def judge(path):
            for strip in range(STRIPS):
                tiff = libtiff.handle(path, "r")
                memory = ctypes.create_string_buffer(SIZE)
                if libtiff.LIBRARY.TIFFReadEncodedStrip(tiff, ctypes.c_uint32(strip), memory, ctypes.c_ssize_t(SIZE)) == SIZE:
                    open(f"{path}.{strip}", "wb").write(memory.raw)
                libtiff.LIBRARY.TIFFClose(tiff)

        def make(compression, options, order):
            rows = runs(numpy.zeros((ROWS * STRIPS, WIDTH), bool))
            fields = [(256, WIDTH), (257, ROWS * STRIPS), (258, 1), (277, 1), (284, 1), (259, compression), (262, 0), (266, order), (278, ROWS)]
            if options is not None:
                fields.append((292, options))
            whole = f"{folder}/whole.tif"
            libtiff.write(whole, "w", fields, [rows[i * ROWS:(i + 1) * ROWS].tobytes() for i in range(STRIPS)], tiled=False)
            judge(whole)
            for strip in (0, STRIPS - 1):
                at, size = tables(whole)[strip]
                for kind in range(KINDS):
                    data = bytearray(open(whole, "rb").read())
                    damage(data, at, size, kind)
                    path = f"{folder}/strip{strip}-kind{kind}.tif"
                    open(path, "wb").write(data)
                    judge(path)

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A compression, its T4Options, and the FillOrder.</summary>
    public static TheoryData<Compression, int?, int> Forms => new()
    {
        { Compression.CcittRle, null, 1 },
        { Compression.CcittFax3, 0, 1 },
        { Compression.CcittFax3, 1, 1 },
        { Compression.CcittFax3, 4, 1 },
        { Compression.CcittFax4, null, 1 },
        { Compression.CcittRle, null, 2 },
        { Compression.CcittFax3, 1, 2 },
        { Compression.CcittFax4, null, 2 },
    };

    [SkippableTheory]
    [MemberData(nameof(Forms))]
    public async Task What_libtiff_refuses_is_a_fault_and_all_else_is_as_libtiff_decodes_it(Compression compression, int? options, int fillOrder)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        LibTiffWriter.Run(_folder.FullName, $"{Program}\nmake({(int)compression}, {options?.ToString() ?? "None"}, {fillOrder})");
        var (refused, decoded, stricter) = (0, 0, 0);
        foreach (var file in Directory.GetFiles(_folder.FullName, "*.tif"))
        {
            var segments = await EverySegment.OfFileAsync(file, compression);
            Assert.Equal(Strips, segments.Count);
            for (var strip = 0; strip < Strips; strip++)
            {
                var (judged, native, managed) = (Judged(file, strip), segments[strip].Decode(null), segments[strip].Decode(LeftOut));
                Assert.True(Same(judged, native.Pixels), $"{segments[strip].Name}: libtiff {(judged is null ? "refuses" : "decodes")} it, omefs says: {native.Fault}");
                Assert.True(judged is not null || managed.Pixels is null, $"{segments[strip].Name}: libtiff refuses it, the managed codec does not");
                _ = judged is null ? refused++ : decoded++;
                stricter += judged is not null && managed.Pixels is null ? 1 : 0;
            }
        }
        output.WriteLine($"{decoded} are decoded, of which the managed codec refuses {stricter}; {refused} are refused");
        Assert.Equal(Strips * ((2 * Kinds) + 1), refused + decoded);
        Assert.InRange(refused, 1, decoded);
    }

    /// <summary>A handle is used again after a strip that failed.</summary>
    [SkippableFact]
    public async Task A_damaged_strip_spoils_no_other()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        LibTiffWriter.Run(_folder.FullName, $"{Program}\nmake(3, 0, 1)");
        var zeroed = await EverySegment.OfFileAsync(_folder["strip0-kind5.tif"], Compression.CcittFax3);
        var codec = NativeCodecs.For(zeroed[0].Layout, zeroed[0].BigEndian, zeroed[0].Tags);
        var decoded = new byte[(Width + 7) / 8 * Rows];
        for (var i = 0; i < 3; i++)
        {
            var fault = Assert.Throws<OmeFsException>(() => codec.Decode(zeroed[0].Encoded, decoded));
            Assert.Equal(FaultKind.Corrupt, fault.Kind);
            Assert.Matches("^CCITT fax: Fax3Decode1D: Premature EOL at line 0 ", fault.Message);
            codec.Decode(zeroed[1].Encoded, decoded);
            Assert.Equal(Judged(_folder["whole.tif"], 1), decoded);
        }
    }

    /// <summary>LibTiff.Net would take them for RLE.</summary>
    [SkippableTheory]
    [InlineData(null)]
    [InlineData(LeftOut)]
    public async Task Rows_of_RLE_that_say_they_are_group_3_are_refused(string? absence)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        LibTiffWriter.Run(_folder.FullName, $"{Program}\nmake(2, None, 1)");
        var sound = (await EverySegment.OfFileAsync(_folder["whole.tif"], Compression.CcittRle))[0];
        Assert.NotNull(sound.Decode(absence).Pixels);
        var (pixels, fault) = (sound with { Layout = sound.Layout with { Compression = Compression.CcittFax3 } }).Decode(absence);
        Assert.Null(pixels);
        Assert.StartsWith("CCITT fax: ", fault, StringComparison.Ordinal);
    }

    private static byte[]? Judged(string file, int strip) => File.Exists($"{file}.{strip}") ? File.ReadAllBytes($"{file}.{strip}") : null;

    private static bool Same(byte[]? theirs, byte[]? ours) => theirs is null ? ours is null : ours is not null && theirs.AsSpan().SequenceEqual(ours);
}
