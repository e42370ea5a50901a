using OmeFs.Reports;

namespace OmeFs.Tests.Reports;

/// <summary>Lines that can be copied are what they seem to be.</summary>
public sealed class MountHintsTests
{
    /// <summary>As Python's own parser reads them: `ast.literal_eval`, and `os.fsencode` for the bytes of a name.</summary>
    [Theory]
    [InlineData("/mnt/a b.zarr", "\"/mnt/a b.zarr\"")]
    [InlineData("/mnt/ÿ.zarr", "\"/mnt/ÿ.zarr\"")]
    [InlineData("/mnt/\\xff\".zarr", "\"/mnt/\\\\xff\\\".zarr\"")]
    [InlineData("/mnt/\n\u001b.zarr", "\"/mnt/\\u000a\\u001b.zarr\"")]
    public void A_path_in_Python_is_that_path(string path, string text) => Assert.Equal(text, MountHints.PythonText(path));

    /// <summary>An attribute of .NET cannot have such a text.</summary>
    [Fact]
    public void A_byte_that_is_not_UTF8_is_an_escape() => Assert.Equal("\"/mnt/\\udcff.zarr\"", MountHints.PythonText("/mnt/\udcff.zarr"));
}
