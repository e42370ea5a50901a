using System.Text;
using OmeFs.Core.Ome.Writing;
using OmeFs.Core.Ome.Xml;

namespace OmeFs.Core.Tests.Ome.Xml;

public class HostileXmlTests
{
    [Theory]
    [InlineData("<!DOCTYPE OME [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><OME Creator=\"x\">&e;</OME>")]
    [InlineData("<!DOCTYPE OME SYSTEM \"http://localhost:1/ome.dtd\"><OME/>")]
    [InlineData("<!DOCTYPE OME [<!ENTITY a \"haha\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">]><OME>&c;</OME>")]
    public void Entities_and_DTDs_are_refused(string xml) =>
        Assert.Equal(FaultKind.Corrupt, Assert.Throws<OmeFsException>(() => Fixtures.Read(xml)).Kind);

    [Fact]
    public void Depth_is_bounded()
    {
        var deep = Fixtures.Document(string.Concat(Enumerable.Repeat("<a>", 1_000_000)));
        Assert.Equal(FaultKind.LimitExceeded, Assert.Throws<OmeFsException>(() => Fixtures.Read(deep)).Kind);
    }

    [Theory]
    [InlineData("<OME Creator=\"", "a>", "\"/>")]
    [InlineData("<OME Creator='", "&", "' b='c'></OME>")]
    [InlineData("<OME><ROI Points=\"", "1,2 ", "\"/></OME>")]
    [InlineData("<OME a='1' ", "      ", "/>")]
    public void A_tag_of_any_length_is_never_held_whole(string start, string more, string end)
    {
        const long length = 64L << 20;
        using var tag = new Endless(start, more, length, end);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Empty(OmeXmlReader.Read(tag, "x").Images);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
        Assert.InRange(tag.Taken, length, long.MaxValue);
    }

    [Fact]
    public void Attributes_beyond_the_longest_tag_are_left_out()
    {
        var attributes = string.Concat(Enumerable.Range(0, 200_000).Select(i => $" a{i}='>{i}'"));
        var document = Fixtures.Read($"<OME UUID='u'{attributes}><BinaryOnly MetadataFile='m'{attributes}/></OME>");
        Assert.Equal(("u", "m"), (document.Uuid, document.BinaryOnly!.MetadataFile));
    }

    [Fact]
    public void Text_of_any_length_is_passed_over_in_pieces()
    {
        const long length = 64 << 20;
        using var text = new Endless("<OME><Image><Description>", "text ", length, "</Description></Image></OME>");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("no Pixels", Assert.Single(OmeXmlReader.Read(text, "x").Notices), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Theory]
    [InlineData(int.MaxValue, 2, 1, 0, 2, 1)]
    [InlineData(2, 1_000_000, int.MaxValue, 2, 1_000_000, 0)]
    [InlineData(int.MaxValue, 3, int.MaxValue, 0, 3, 0)]
    [InlineData(1, 1_000_001, 1, 1, 0, 1)]
    public void Sizes_beyond_the_limits_are_taken_as_not_said(int z, int c, int t, int keptZ, int keptC, int keptT)
    {
        var document = Fixtures.Read(Fixtures.Document(Fixtures.Image("<TiffData/>", z, c, t)));
        var pixels = document.Images[0].Pixels;
        Assert.Equal((keptZ, keptC, keptT), (pixels.SizeZ, pixels.SizeC, pixels.SizeT));
        Assert.NotEmpty(document.Notices);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Random_damage_ends_in_a_document_or_in_a_fault(int seed)
    {
        var random = new Random(seed);
        var whole = Encoding.UTF8.GetBytes(Fixtures.Document(Fixtures.Image("<Channel ID=\"Channel:0\" SamplesPerPixel=\"3\"/><TiffData IFD=\"1\"/><Plane TheC=\"0\"/>", c: 3)));
        for (var round = 0; round < 3000; round++)
        {
            var bytes = whole.ToArray();
            for (var hit = 0; hit <= round % 4; hit++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                var document = OmeXmlReader.Read(bytes.AsMemory(0, round % 3 == 0 ? random.Next(bytes.Length) : bytes.Length), "x");
                OmeMetadataWriter.WriteMetadataOnly(
                    bytes, document, [.. document.Images.Select((_, index) => $"{index}")], [.. document.Images.Select(_ => PixelsOverride.None)], "x");
            }
            catch (OmeFsException fault)
            {
                Assert.True(fault.Kind is FaultKind.Corrupt or FaultKind.LimitExceeded, fault.Message);
            }
        }
    }

    /// <summary>A start, then the same words over and over, then perhaps an end; counts what was taken.</summary>
    private sealed class Endless(string _start, string _more, long length = long.MaxValue, string _end = "") : Stream
    {
        private readonly byte[] _start = Encoding.ASCII.GetBytes(_start);
        private readonly byte[] _more = Encoding.ASCII.GetBytes(_more);
        private readonly byte[] _end = Encoding.ASCII.GetBytes(_end);

        public long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = 0;
            for (; read < count && ByteAt(Taken) is { } value; read++, Taken++)
                buffer[offset + read] = value;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private byte? ByteAt(long at)
        {
            if (at < _start.Length)
                return _start[at];
            if (at - _start.Length < length)
                return _more[(at - _start.Length) % _more.Length];
            return at - _start.Length - length < _end.Length ? _end[at - _start.Length - length] : null;
        }
    }
}
