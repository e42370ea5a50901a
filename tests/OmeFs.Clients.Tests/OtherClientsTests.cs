namespace OmeFs.Clients.Tests;

/// <summary>Every tree of the fixtures: what its metadata say of axes and pixels, and clients besides zarr-python and zarrita, as Debian has them.</summary>
public sealed class OtherClientsTests(FixtureTrees trees) : IClassFixture<FixtureTrees>
{
    [Fact]
    public void Xarray_opens_every_image_and_names_its_axes() => trees.Judge("xarray_trees.py", least: 450);

    [Fact]
    public void Display_windows_are_those_of_the_pixels_that_zarr_python_reads() => trees.Judge("windows_trees.py", least: 350);

    [Fact]
    public void GDAL_names_the_axes_and_reads_every_pixel() => trees.Judge("gdal_trees.py", least: 400);
}
