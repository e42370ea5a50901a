using OmeFs.Core.References.Records;

namespace OmeFs.Core.Tests.References;

/// <summary>URLs have numbers, and no more bytes than they may.</summary>
public sealed class UrlTableTests
{
    [Fact]
    public void A_URL_has_one_number()
    {
        var urls = new UrlTable();
        Assert.Equal((1, 2, 1), (urls.Intern("a"u8), urls.Intern("b"u8), urls.Intern("a"u8)));
        Assert.Equal("b", urls.Text(2));
    }

    [Fact]
    public void Too_many_bytes_are_refused()
    {
        var urls = new UrlTable(most: 10);
        _ = urls.Intern("123456"u8);
        _ = urls.Intern("123456"u8);
        Assert.Equal(FaultKind.LimitExceeded, Assert.Throws<OmeFsException>(() => urls.Intern("12345"u8)).Kind);
    }

    [Fact]
    public void Templates_count_as_they_are_filled_in()
    {
        var urls = new UrlTable(most: 20);
        _ = urls.Intern("{{u}}"u8);
        Assert.Equal(FaultKind.LimitExceeded, Assert.Throws<OmeFsException>(() => urls.Replace(_ => new byte[16])).Kind);
    }

    /// <summary>A line of JSON that would make half a gigabyte of URLs.</summary>
    [Fact]
    public void A_short_document_cannot_ask_for_long_URLs()
    {
        var json = $$$"""
            {"version": 1, "templates": {"u": "{{{new string('x', 600)}}}"}, "refs": {"k": "v"},
             "gen": [{"key": "a/{{i}}", "url": "{{u}}{{i}}", "dimensions": { "i": {"stop": 1000000} } }]}
            """;
        Assert.Contains("the URLs take more than", Assert.Throws<OmeFsException>(() => Documents.Read(json)).Message, StringComparison.Ordinal);
    }
}
