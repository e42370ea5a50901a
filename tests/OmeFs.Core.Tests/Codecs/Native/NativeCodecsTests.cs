using System.Runtime.InteropServices;
using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Codecs.Native;

/// <summary>The library being there, being missing, and being used by many at once.</summary>
public class NativeCodecsTests
{
    [SkippableFact]
    public void It_says_which_libraries_it_found()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        Assert.Matches(@"^libtiff \d+\.\d+\.\d+, OpenJPEG \d+\.\d+\.\d+(, libjxl \d+\.\d+\.\d+)?$", NativeCodecs.Libraries);
    }

    [Fact]
    public void A_missing_library_is_a_message_that_says_what_to_do()
    {
        var absence = NativeCodecs.WhyNot(() => (int)NativeLibrary.Load("omefs_codecs_that_nobody_built", typeof(NativeCodecs).Assembly, null));
        var layout = HostileSegmentTests.Layout(Compression.Jpeg2000, 64, 64);
        var fault = Assert.Throws<OmeFsException>(() => NativeCodecs.For(layout, false, SegmentTags.None, absence));
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        Assert.Equal("JPEG 2000 segments need libomefs_codecs, which install.sh builds: it was not found, or a library it needs was not", fault.Message);
    }

    [Fact]
    public void A_library_of_another_version_is_not_used() => Assert.Equal("version 6 expected, found 7", NativeCodecs.WhyNot(() => 7));

    /// <summary>The counterpart of all tests that are skipped without the library.</summary>
    [Theory]
    [InlineData(Compression.Jpeg2000)]
    [InlineData(Compression.Jpeg2000Aperio33003)]
    [InlineData(Compression.JpegXl)]
    [InlineData(Compression.WebP)]
    [InlineData(Compression.Lerc)]
    [InlineData(Compression.Lzma)]
    [InlineData(Compression.Next)]
    [InlineData(Compression.ThunderScan)]
    [InlineData(Compression.SgiLog)]
    [InlineData(Compression.SgiLog24)]
    public void Without_it_what_nothing_else_decodes_is_refused_by_name(Compression compression)
    {
        var layout = HostileSegmentTests.Layout(compression, 64, 64);
        var fault = Assert.Throws<OmeFsException>(() => NativeCodecs.For(layout, false, SegmentTags.None, "it was not found"));
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        Assert.Equal($"{compression.Title()} segments need libomefs_codecs, which install.sh builds: it was not found", fault.Message);
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("a test leaves it out")]
    public async Task Eight_threads_decode_the_same_as_one(string? absence)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        Skip.If(SharedOme.Folder is null, "../shared/data is not there");
        var cases = (await SegmentCases.ReadAsync(malformed: false)).Select(it => (it.Encoded, Codec: Codec(it, absence), it)).Where(it => it.Codec is not null).ToList();
        var expected = cases.ConvertAll(it => Decode(it.Codec!, it.Encoded, it.it.DecodedBytes));
        var threads = Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < cases.Count * 3; i++)
                {
                    var (encoded, codec, it) = cases[(i + (thread * 5)) % cases.Count];
                    Assert.Equal(expected[(i + (thread * 5)) % cases.Count], Decode(codec!, encoded, it.DecodedBytes));
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        await Task.WhenAll(threads);
        Assert.NotEmpty(cases);
    }

    /// <summary>JPEGTables of one IFD do not decode another's tiles, so what tells them apart must.</summary>
    [Fact]
    public void Tags_are_equal_where_their_bytes_are()
    {
        static SegmentTags Of(params byte[] bytes) => new([new TagValue(TiffTag.JpegTables, TiffFieldType.Undefined, bytes.Length, bytes)]);
        Assert.Equal(Of(1, 2, 3), Of(1, 2, 3));
        Assert.Equal(Of(1, 2, 3).GetHashCode(), Of(1, 2, 3).GetHashCode());
        Assert.NotEqual(Of(1, 2, 3), Of(1, 2, 4));
        Assert.NotEqual(Of(1, 2, 3), SegmentTags.None);
    }

    private static LayoutCodec? Codec(SegmentCases.Case it, string? absence)
    {
        try
        {
            return NativeCodecs.For(it.Layout, it.BigEndian, it.Tags, absence);
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Unsupported)
        {
            return null;
        }
    }

    /// <summary>The pixels, or the fault's words.</summary>
    private static object Decode(LayoutCodec codec, byte[] encoded, int bytes)
    {
        var decoded = new byte[bytes];
        try
        {
            codec.Decode(encoded, decoded);
            return decoded;
        }
        catch (OmeFsException fault)
        {
            return fault.Message;
        }
    }
}
