using System.Xml.Linq;

namespace OmeFs.Core.Tests.Remote;

/// <summary>The test server lists buckets, and refuses requests, as S3 does.</summary>
public sealed class ObjectServerS3Tests : ServerTestBase
{
    private const string Signed = "AWS4-HMAC-SHA256 Credential=KEY/20240102/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=00";

    private static readonly XNamespace S3 = "http://s3.amazonaws.com/doc/2006-03-01/";

    [Fact]
    public async Task Keys_are_listed_in_the_order_of_their_bytes()
    {
        foreach (var key in (string[])["b", "B", "a/x", "a.b", "\uFB01", "\U00010000"])
            Server.Put("keys/" + key, [1, 2, 3]);
        var page = await ListAsync("keys?list-type=2");
        Assert.Equal(["B", "a.b", "a/x", "b", "\uFB01", "\U00010000"], Keys(page));
        Assert.Equal("6", Value(page, "KeyCount"));
        Assert.Equal("false", Value(page, "IsTruncated"));
        Assert.All(page.Elements(S3 + "Contents"), entry => Assert.Equal("3", Value(entry, "Size")));
    }

    [Fact]
    public async Task A_delimiter_makes_prefixes_of_keys()
    {
        foreach (var key in (string[])["plate/A/1.tif", "plate/A/2.tif", "plate/B/1.tif", "plate/readme", "plates"])
            Server.Put("keys/" + key, []);
        var page = await ListAsync("keys/?list-type=2&prefix=plate/&delimiter=%2F");
        Assert.Equal(["plate/readme"], Keys(page));
        Assert.Equal(["plate/A/", "plate/B/"], Prefixes(page));
        Assert.Equal("3", Value(page, "KeyCount"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Pages_together_are_the_listing(int pageSize)
    {
        string[] names = ["a", "b/1", "b/2", "b/3", "c", "d/1", "e & f"];
        foreach (var name in names)
            Server.Put("keys/" + name, []);
        Server.S3.PageSize = pageSize;
        Assert.Equal(names, await AllAsync("keys?list-type=2"));
        Assert.Equal(["a", "b/", "c", "d/", "e & f"], await AllAsync("keys?list-type=2&delimiter=/"));
    }

    [Fact]
    public async Task A_client_may_ask_for_fewer_for_later_and_for_encoded_keys()
    {
        foreach (var key in (string[])["a", "b c/ä", "d"])
            Server.Put("keys/" + key, []);
        var page = await ListAsync("keys?list-type=2&max-keys=1&start-after=a&encoding-type=url");
        Assert.Equal(["b%20c/%C3%A4"], Keys(page));
        Assert.Equal("true", Value(page, "IsTruncated"));
        Assert.Equal("1", Value(page, "MaxKeys"));
    }

    [Theory]
    [InlineData("bucket/gone", 404, "NoSuchKey")]
    [InlineData("gone/image.tif", 404, "NoSuchBucket")]
    [InlineData("gone?list-type=2", 404, "NoSuchBucket")]
    [InlineData("bucket?list-type=2&max-keys=x", 400, "InvalidArgument")]
    [InlineData("bucket", 501, "NotImplemented")]
    public async Task What_is_not_there_is_an_error(string path, int status, string code) => Assert.Equal((status, code), await ErrorAsync(path));

    [Fact]
    public async Task A_bucket_stays_when_its_last_object_is_deleted()
    {
        Server.Delete(Name);
        Assert.Empty(Keys(await ListAsync("bucket?list-type=2")));
        Assert.Equal((404, "NoSuchKey"), await ErrorAsync(Name));
    }

    [Fact]
    public async Task A_condition_and_a_range_fail_with_their_codes()
    {
        Assert.Equal((412, "PreconditionFailed"), await ErrorAsync(Name, ("If-Match", "\"other\"")));
        Assert.Equal((416, "InvalidRange"), await ErrorAsync(Name, ("Range", "bytes=300000-")));
    }

    [Fact]
    public async Task An_access_key_may_be_required_and_expire()
    {
        Server.S3.RequiredAccessKey = "KEY";
        Assert.Equal((403, "AccessDenied"), await ErrorAsync(Name));
        Assert.Equal((403, "InvalidAccessKeyId"), await ErrorAsync(Name, ("Authorization", Signed.Replace("KEY", "OTHER", StringComparison.Ordinal))));
        Assert.Equal((200, ""), await ErrorAsync(Name, ("Authorization", Signed)));
        Server.S3.Expire("KEY");
        Assert.Equal((400, "ExpiredToken"), await ErrorAsync(Name, ("Authorization", Signed)));
    }

    [Fact]
    public async Task A_signature_may_be_unwanted()
    {
        Server.S3.RefusesSigned = true;
        Assert.Equal((403, "AccessDenied"), await ErrorAsync(Name, ("Authorization", Signed)));
        Assert.Equal((200, ""), await ErrorAsync(Name));
    }

    [Fact]
    public async Task A_payer_may_be_required()
    {
        Server.S3.RequesterPays = true;
        Assert.Equal((403, "AccessDenied"), await ErrorAsync(Name));
        Assert.Equal((200, ""), await ErrorAsync(Name, ("x-amz-request-payer", "requester")));
    }

    [Theory]
    [InlineData("20240102T030405Z", 200, "")]
    [InlineData("20240102T031905Z", 200, "")]
    [InlineData("20240102T031906Z", 403, "RequestTimeTooSkewed")]
    [InlineData("20240102T024904Z", 403, "RequestTimeTooSkewed")]
    public async Task A_clock_may_be_wrong(string date, int status, string code)
    {
        Server.S3.Now = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Assert.Equal((status, code), await ErrorAsync(Name, ("Authorization", Signed), ("x-amz-date", date)));
    }

    /// <summary>The status, and the code of S3's XML; an empty one for what is no error.</summary>
    private async Task<(int Status, string Code)> ErrorAsync(string path, params (string, string)[] headers)
    {
        using var response = await GetAsync(path, headers: headers);
        return ((int)response.StatusCode, response.IsSuccessStatusCode ? "" : XElement.Parse(await response.Content.ReadAsStringAsync()).Element("Code")!.Value);
    }

    private async Task<XElement> ListAsync(string query)
    {
        using var response = await GetAsync(query);
        return XElement.Parse(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Keys and prefixes of all pages, sorted.</summary>
    private async Task<List<string>> AllAsync(string query)
    {
        var names = new List<string>();
        for (var more = ""; ;)
        {
            var page = await ListAsync(query + more);
            names.AddRange(Keys(page).Concat(Prefixes(page)));
            if (Value(page, "IsTruncated") == "false")
                return [.. names.Order(StringComparer.Ordinal)];
            more = "&continuation-token=" + Uri.EscapeDataString(Value(page, "NextContinuationToken"));
        }
    }

    private static IEnumerable<string> Keys(XElement page) => page.Elements(S3 + "Contents").Select(entry => Value(entry, "Key"));

    private static IEnumerable<string> Prefixes(XElement page) => page.Elements(S3 + "CommonPrefixes").Select(entry => Value(entry, "Prefix"));

    private static string Value(XElement element, string name) => element.Element(S3 + name)?.Value ?? "";
}
