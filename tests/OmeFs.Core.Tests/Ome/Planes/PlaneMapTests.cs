using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;
using static OmeFs.Core.Ome.DimensionOrder;

namespace OmeFs.Core.Tests.Ome.Planes;

/// <summary>The worked cases of the OME-TIFF specification ("The TiffData element") and what files in the wild add to them.</summary>
public class PlaneMapTests
{
    [Fact]
    public void TiffData_alone_is_all_IFDs_in_DimensionOrder()
    {
        var map = Map(Fixtures.Pixels(2, 3, 2, XYCZT, One()), 12);
        Assert.Equal(Enumerable.Range(0, 12), Fixtures.Ifds(map));
        Assert.Equal(1, map.PlaceOf(z: 0, channel: 1, t: 0).Ifd);
        Assert.Equal(3, map.PlaceOf(z: 1, channel: 0, t: 0).Ifd);
        Assert.Equal(6, map.PlaceOf(z: 0, channel: 0, t: 1).Ifd);
    }

    [Fact]
    public void IFD_alone_is_one_plane()
    {
        Assert.Equal([3], Fixtures.Ifds(Map(Fixtures.Pixels(1, 1, 1, XYZTC, One(ifd: 3)), 12)));
        Assert.Equal([3, -1, -1], Fixtures.Ifds(Map(Fixtures.Pixels(3, 1, 1, XYZTC, One(ifd: 3)), 12)));
    }

    [Fact]
    public void IFD_and_PlaneCount_are_a_run_and_extra_IFDs_are_ignored() =>
        Assert.Equal([4, 5, 6, 7], Fixtures.Ifds(Map(Fixtures.Pixels(4, 1, 1, XYZTC, One(ifd: 4, count: 4)), 99)));

    [Fact]
    public void Each_plane_may_have_its_own_in_any_order()
    {
        var map = Map(Fixtures.Pixels(1, 2, 2, XYZTC, One(5, c: 0, t: 1), One(2, c: 1, t: 0), One(0, c: 0, t: 0), One(9, c: 1, t: 1)), 10);
        Assert.Equal((0, 5, 2, 9), (map.PlaceOf(0, 0, 0).Ifd, map.PlaceOf(0, 0, 1).Ifd, map.PlaceOf(0, 1, 0).Ifd, map.PlaceOf(0, 1, 1).Ifd));
    }

    [Fact]
    public void Planes_beyond_the_last_IFD_are_in_none()
    {
        var map = Map(Fixtures.Pixels(5, 1, 1, XYZCT, One()), 3);
        Assert.Equal([0, 1, 2, -1, -1], Fixtures.Ifds(map));
        Assert.Equal(3, map.AvailablePlanes);
        Assert.Equal([-1, -1], Fixtures.Ifds(Map(Fixtures.Pixels(2, 1, 1, XYZCT, One(int.MaxValue, count: int.MaxValue)), 3)));
    }

    [Fact]
    public void A_run_goes_on_from_First_in_DimensionOrder_and_ends_with_the_image()
    {
        var map = Map(Fixtures.Pixels(2, 2, 2, XYCTZ, One(1, z: 0, c: 1, t: 1, count: 100)), 100);
        Assert.Equal([-1, -1, -1, 1, 2, 3, 4, 5], Fixtures.Ifds(map));
        Assert.Equal(2, map.PlaceOf(1, 0, 0).Ifd);
    }

    [Fact]
    public void Without_IFD_and_PlaneCount_planes_follow_until_one_that_is_named()
    {
        Assert.Equal([0, 1, 2, 7, -1, -1], Fixtures.Ifds(Map(Fixtures.Pixels(6, 1, 1, XYZCT, One(), One(7, z: 3)), 10)));
        Assert.Equal([0, 1, 2, 7, -1, -1], Fixtures.Ifds(Map(Fixtures.Pixels(6, 1, 1, XYZCT, One(7, z: 3), One()), 10)));
        Assert.Equal([-1, 0, 1, 0, 1, 2], Fixtures.Ifds(Map(Fixtures.Pixels(6, 1, 1, XYZCT, One(z: 1), One(z: 3)), 10)));
    }

    [Fact]
    public void The_later_of_two_that_name_a_plane_wins() =>
        Assert.Equal([0, 8, 9, 3], Fixtures.Ifds(Map(Fixtures.Pixels(4, 1, 1, XYZCT, One(0, count: 4), One(8, z: 1, count: 2)), 10)));

    [Fact]
    public void First_that_count_from_1_are_shifted()
    {
        Assert.Equal([0, 1, 2], Fixtures.Ifds(Map(Fixtures.Pixels(3, 1, 1, XYZCT, One(0, z: 1), One(1, z: 2), One(2, z: 3)), 3)));
        Assert.Equal([0], Fixtures.Ifds(Map(Fixtures.Pixels(1, 1, 1, XYZCT, One(0, 1, 1, 1)), 1)));
        // z counts from 1 and c from 0.
        var mixed = Map(Fixtures.Pixels(2, 2, 1, XYZCT, One(0, z: 1, c: 0), One(1, z: 2, c: 0), One(2, z: 1, c: 1), One(3, z: 2, c: 1)), 4);
        Assert.Equal([0, 1, 2, 3], Fixtures.Ifds(mixed));
    }

    [Fact]
    public void One_outside_of_the_image_is_passed_over_where_0_is_used_too()
    {
        var map = Map(Fixtures.Pixels(2, 1, 1, XYZCT, One(5, z: 0), One(6, z: 2), One(7, z: 1)), 10);
        Assert.Equal([5, 7], Fixtures.Ifds(map));
        Assert.Equal(1, map.IgnoredTiffData);
    }

    [Fact]
    public void PlaneCount_0_names_no_plane()
    {
        var map = Map(Fixtures.Pixels(2, 1, 1, XYZCT, One(0, count: 0)), 10);
        Assert.Equal([-1, -1], Fixtures.Ifds(map));
        Assert.Equal((0, 0), (map.AvailablePlanes, map.RunCount));
    }

    [Fact]
    public void Without_TiffData_all_IFDs_are_the_image() =>
        Assert.Equal([0, 1, -1], Fixtures.Ifds(Map(Fixtures.Pixels(3, 1, 1, XYZCT), 2)));

    [Theory]
    [InlineData(3, 3, 1)]
    [InlineData(6, 3, 2)]
    [InlineData(3, 1, 3)]
    [InlineData(1, 3, 1)]
    [InlineData(4, 3, 4)]
    public void SizeC_counts_samples_of_which_the_TIFF_knows_how_many_an_IFD_has(int sizeC, int samples, int groups)
    {
        var map = Map(Fixtures.Pixels(1, sizeC, 2, XYCZT, One()), 99, samples);
        Assert.Equal((groups, samples), (map.Channels, map.SamplesPerPixel));
        Assert.Equal(Enumerable.Range(0, 2 * groups), Fixtures.Ifds(map));
    }

    [Theory]
    [InlineData("urn:uuid:me", "other.tif", "urn:uuid:ME", true)]
    [InlineData("urn:uuid:me", null, "urn:uuid:me", true)]
    [InlineData("urn:uuid:me", null, null, true)]
    [InlineData("urn:uuid:you", null, "urn:uuid:me", false)]
    [InlineData("urn:uuid:you", "other.tif", "urn:uuid:me", false)]
    [InlineData("urn:uuid:you", "other.tif", null, false)]
    [InlineData("urn:uuid:you", "./SELF.ome.tif", null, true)]
    [InlineData("urn:uuid:you", "self.ome.tif", "urn:uuid:me", true)]
    [InlineData(null, "self.ome.tif", null, true)]
    [InlineData(null, "other.tif", null, false)]
    public void TiffData_name_this_file_or_another(string? uuid, string? fileName, string? selfUuid, bool self)
    {
        TiffData[] elements = [new(0, 0, 0, 0, 1, uuid, fileName), One(1, z: 1)];
        var document = new OmeDocument { Uuid = selfUuid, Images = [new("Image:0", null, null, Fixtures.Pixels(2, 1, 1, XYZCT, elements))] };
        var map = Assert.Single(PlaneMap.CreateAll(document, new OneFile(2, document)));
        Assert.Equal([self ? 0 : -1, 1], Fixtures.Ifds(map));
    }

    [Fact]
    public void A_million_planes_are_one_run()
    {
        Assert.Equal(1, Map(Fixtures.Pixels(1, 1, 1_000_000, XYZCT, One(0, count: 1_000_000)), 1_000_000).RunCount);
        Assert.Equal(1, Map(Fixtures.Pixels(1, 1, 1_000_000, XYZCT, One()), 1_000_000).RunCount);
        var each = Fixtures.Pixels(10, 10, 10_000, XYCZT, Enumerable.Range(0, 1_000_000).Select(at => One(at, at / 10 % 10, at % 10, at / 100)));
        var map = Map(each, 1_000_000);
        Assert.Equal((1, 1_000_000L), (map.RunCount, map.AvailablePlanes));
        Assert.Equal(999_999, map.PlaceOf(9, 9, 9999).Ifd);
    }

    [Fact]
    public void Images_without_any_IFD_follow_each_other_where_there_are_IFDs_enough()
    {
        var xml = Fixtures.Document(Fixtures.Image("<TiffData/>", z: 2) + Fixtures.Image("<TiffData PlaneCount=\"3\"/>", z: 3, id: 1));
        Assert.Equal("0 1|2 3 4", AllIfds(xml, 5));
        Assert.Equal("0 1|0 1 2", AllIfds(xml, 3));
    }

    [Fact]
    public void Images_with_IFDs_are_taken_by_their_word()
    {
        var xml = Fixtures.Document(
            Fixtures.Image("<TiffData IFD=\"1\" PlaneCount=\"2\"/>", z: 2) + Fixtures.Image("<TiffData IFD=\"0\"/>", id: 1) + Fixtures.Image("<TiffData/>", id: 2));
        Assert.Equal("1 2|0|0", AllIfds(xml, 9));
    }

    [Fact]
    public void Samples_are_asked_of_the_images_first_IFD()
    {
        var xml = Fixtures.Document(Fixtures.Image("<TiffData IFD=\"0\"/>", c: 3) + Fixtures.Image("<TiffData IFD=\"1\" PlaneCount=\"3\"/>", c: 3, id: 1));
        var maps = Maps(xml, 4, ifd => ifd == 0 ? 3 : 1);
        Assert.Equal([(1, 3), (3, 1)], maps.Select(map => (map.Channels, map.SamplesPerPixel)));
    }

    [Fact]
    public void A_file_without_UUID_whose_only_name_is_another_was_renamed()
    {
        const string old = "<TiffData IFD=\"0\"><UUID FileName=\"old.ome.tif\">urn:uuid:1</UUID></TiffData>";
        const string other = "<TiffData IFD=\"0\"><UUID FileName=\"b.ome.tif\">urn:uuid:2</UUID></TiffData>";
        Assert.Equal("0", AllIfds(Fixtures.Document(Fixtures.Image(old)), 1));
        Assert.Equal("-1", AllIfds(Fixtures.Document(Fixtures.Image(old), "UUID=\"urn:uuid:3\""), 1));
        Assert.Equal("-1|-1", AllIfds(Fixtures.Document(Fixtures.Image(old) + Fixtures.Image(other, id: 1)), 1));
    }

    private static TiffData One(int? ifd = null, int z = 0, int c = 0, int t = 0, int? count = null) => new(ifd, z, c, t, count);

    private static PlaneMap Map(Pixels pixels, int ifdCount, int samples = 1) => PlaneMap.Create(pixels, new OneFile(ifdCount), samples);

    private static string AllIfds(string xml, int ifdCount) => string.Join('|', Maps(xml, ifdCount).Select(map => string.Join(' ', Fixtures.Ifds(map))));

    private static IReadOnlyList<PlaneMap> Maps(string xml, int ifdCount, Func<int, int>? samplesOf = null)
    {
        var document = Fixtures.Read(xml);
        return PlaneMap.CreateAll(document, new OneFile(ifdCount, document, samplesOf: samplesOf));
    }
}
