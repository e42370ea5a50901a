namespace OmeFs.Clients.Tests;

/// <summary>Clients besides zarr-python and zarrita, as Debian has them: every tree of the fixtures, every pixel, every name of an axis.</summary>
public sealed class OtherClientsTests(FixtureTrees trees) : IClassFixture<FixtureTrees>
{
    [Fact]
    public void Xarray_opens_every_image_and_names_its_axes() => trees.Judge("xarray_trees.py", least: 450);

    [Fact]
    public void GDAL_names_the_axes_and_reads_every_pixel() => trees.Judge("gdal_trees.py", least: 400);
}
