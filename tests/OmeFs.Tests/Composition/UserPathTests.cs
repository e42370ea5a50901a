using OmeFs.Core;
using OmeFs.Core.Sources;
using OmeFs.Settings;

namespace OmeFs.Tests.Composition;

public sealed class UserPathTests
{
    [Theory]
    [InlineData("/a/b.tif", SourceScheme.Local, "/a/b.tif")]
    [InlineData("/a/../b.tif", SourceScheme.Local, "/b.tif")]
    [InlineData("/a/s3://b", SourceScheme.Local, "/a/s3:/b")]
    [InlineData("file:///a%20b/c.tif", SourceScheme.Local, "/a b/c.tif")]
    [InlineData("FILE://LOCALHOST/c.tif", SourceScheme.Local, "/c.tif")]
    [InlineData("s3://bucket/key.tif", SourceScheme.S3, "s3://bucket/key.tif")]
    [InlineData("S3://bucket/key.tif", SourceScheme.S3, "S3://bucket/key.tif")]
    [InlineData("https://host/a%20b.tif?x=y", SourceScheme.Http, "https://host/a%20b.tif?x=y")]
    [InlineData("http://host/", SourceScheme.Http, "http://host/")]
    [InlineData("gs://b/k", SourceScheme.Other, "gs://b/k")]
    public void A_source_is_named_by_a_path_or_a_URL(string name, SourceScheme scheme, string text)
    {
        var address = UserPath.OfSource(name);
        Assert.Equal((scheme, text), (address.Scheme, address.Text));
    }

    [Theory]
    [InlineData("x-y://z", "/x-y:/z")]
    [InlineData("c://z", "/c:/z")]
    [InlineData("omero:iid=1", "/omero:iid=1")]
    public void What_is_no_URL_is_a_path_in_the_working_folder(string name, string end)
    {
        var address = UserPath.OfSource(name);
        Assert.True(address.Scheme == SourceScheme.Local && address.Text.EndsWith(end, StringComparison.Ordinal), address.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("file://server/a.tif")]
    [InlineData("a\0b")]
    public void What_names_nothing_is_refused(string? name) => Assert.Equal(FaultKind.Usage, Assert.Throws<OmeFsException>(() => UserPath.OfSource(name)).Kind);
}
