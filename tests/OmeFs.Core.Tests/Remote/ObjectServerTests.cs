using System.IO.Compression;
using System.Net;
using OmeFs.Testing.Remote;

namespace OmeFs.Core.Tests.Remote;

/// <summary>The test server answers GET and HEAD, ranges and conditions as RFC 9110 says.</summary>
public sealed class ObjectServerTests : ServerTestBase
{
    [Fact]
    public async Task The_whole_object_comes_with_its_validators()
    {
        using var response = await GetAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Content, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(Content.Length, response.Content.Headers.ContentLength);
        Assert.Equal(["bytes"], response.Headers.AcceptRanges);
        Assert.False(Tag(response).IsWeak);
        Assert.NotNull(response.Content.Headers.LastModified);
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=70000-199999", 70_000, 130_000)]
    [InlineData("bytes=299990-", 299_990, 10)]
    [InlineData("bytes=299990-999999", 299_990, 10)]
    [InlineData("bytes=-5", 299_995, 5)]
    [InlineData("bytes=-999999", 0, 300_000)]
    public async Task A_range_is_that_part(string range, int start, int count)
    {
        using var response = await GetAsync(range: range);
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal($"bytes {start}-{start + count - 1}/{Content.Length}", Range(response));
        Assert.Equal(Content[start..(start + count)], await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("bytes=300000-")]
    [InlineData("bytes=-0")]
    public async Task A_range_outside_is_refused(string range)
    {
        using var response = await GetAsync(range: range);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal($"bytes */{Content.Length}", Range(response));
    }

    [Theory]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=5-4")]
    [InlineData("bytes=-")]
    [InlineData("lines=0-1")]
    public async Task What_is_no_single_range_is_ignored(string range)
    {
        using var response = await GetAsync(range: range);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(Server.Requests[0].Range);
    }

    [Fact]
    public async Task Head_has_the_length_and_no_body()
    {
        using var response = await SendAsync(HttpMethod.Head, Name, null);
        Assert.Equal(Content.Length, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(0, Server.Requests[0].BytesSent);
    }

    [Fact]
    public async Task A_condition_on_the_version_holds_until_the_object_is_replaced()
    {
        using var first = await GetAsync();
        var (tag, modified) = (Tag(first).ToString(), first.Content.Headers.LastModified!.Value.ToString("R"));
        (string, string)[] conditions = [("If-Match", tag), ("If-Unmodified-Since", modified), ("If-None-Match", tag), ("If-Modified-Since", modified)];
        Assert.Equal([206, 206, 304, 304], await StatusesAsync(conditions));
        Server.Put(Name, Content);
        Assert.Equal([412, 412, 206, 206], await StatusesAsync(conditions));
    }

    private async Task<List<int>> StatusesAsync(IEnumerable<(string, string)> conditions)
    {
        var statuses = new List<int>();
        foreach (var condition in conditions)
        {
            using var response = await GetAsync(range: "bytes=0-9", headers: condition);
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }

    [Fact]
    public async Task If_range_gives_the_whole_object_if_it_is_another_version()
    {
        using var first = await GetAsync();
        var (tag, modified) = (Tag(first).ToString(), first.Content.Headers.LastModified!.Value.ToString("R"));
        (string, string)[] conditions = [("If-Range", tag), ("If-Range", modified)];
        Assert.Equal([206, 206], await StatusesAsync(conditions));
        Server.Put(Name, Content);
        Assert.Equal([200, 200], await StatusesAsync(conditions));
    }

    [Fact]
    public async Task A_weak_tag_matches_no_strong_condition()
    {
        Server.Put(Name, Content, new ObjectTraits { WeakETag = true });
        using var first = await GetAsync();
        Assert.True(Tag(first).IsWeak);
        var tag = Tag(first).ToString();
        Assert.Equal([412, 200, 304], await StatusesAsync([("If-Match", tag), ("If-Range", tag), ("If-None-Match", tag)]));
    }

    [Fact]
    public async Task Traits_take_away_what_a_server_may_lack()
    {
        Server.Put(Name, Content, new ObjectTraits { NoRanges = true, NoETag = true, NoLastModified = true, NoContentLength = true, NoHead = true, ContentType = "image/tiff" });
        using var response = await GetAsync(range: "bytes=0-9");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(response.Headers.AcceptRanges);
        Assert.Null(response.Headers.ETag);
        Assert.Null(response.Content.Headers.LastModified);
        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Equal("image/tiff", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(Content, await response.Content.ReadAsByteArrayAsync());
        using var head = await SendAsync(HttpMethod.Head, Name, null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, head.StatusCode);
    }

    [Theory]
    [InlineData(GzipUse.Always, null, true)]
    [InlineData(GzipUse.Always, "identity", true)]
    [InlineData(GzipUse.WhenAsked, "br, gzip", true)]
    [InlineData(GzipUse.WhenAsked, "gzip;q=0", false)]
    [InlineData(GzipUse.WhenAsked, null, false)]
    public async Task Gzip_is_a_representation_of_its_own(GzipUse use, string? accepts, bool isPacked)
    {
        using var plain = await GetAsync();
        Server.Put(Name, Content, new ObjectTraits { GzipEncoding = use });
        using var response = await GetAsync(headers: accepts is null ? [] : [("Accept-Encoding", accepts)]);
        Assert.Equal(isPacked ? ["gzip"] : [], response.Content.Headers.ContentEncoding);
        Assert.Equal(isPacked, Tag(response).Tag.EndsWith("-gzip\"", StringComparison.Ordinal));
        await using var body = await response.Content.ReadAsStreamAsync();
        await using var unpacked = isPacked ? new GZipStream(body, CompressionMode.Decompress) : body;
        using var bytes = new MemoryStream();
        await unpacked.CopyToAsync(bytes);
        Assert.Equal(Content, bytes.ToArray());
    }

    [Fact]
    public async Task Credentials_that_are_required_let_in()
    {
        Server.Put("basic", Content, new ObjectTraits { RequiresBasic = ("user", "secret") });
        Server.Put("bearer", Content, new ObjectTraits { RequiresBearer = "token" });
        Server.Put("header", Content, new ObjectTraits { RequiresHeader = ("X-Key", "key") });
        Assert.Equal(401, await StatusAsync("basic"));
        Assert.Equal(401, await StatusAsync("bearer"));
        Assert.Equal(403, await StatusAsync("header"));
        Assert.Equal(401, await StatusAsync("basic", ("Authorization", "Basic bm9ib2R5Og==")));
        Assert.Equal(200, await StatusAsync("basic", ("Authorization", "Basic dXNlcjpzZWNyZXQ=")));
        Assert.Equal(200, await StatusAsync("bearer", ("Authorization", "Bearer token")));
        Assert.Equal(200, await StatusAsync("header", ("x-key", "key")));
        Assert.Equal([false, false, false, true, true, true, false], Server.Requests.Select(request => request.HasAuthorization));
    }

    private async Task<int> StatusAsync(string path, params (string, string)[] headers)
    {
        using var response = await GetAsync(path, headers: headers);
        return (int)response.StatusCode;
    }

    [Fact]
    public async Task An_object_may_be_elsewhere()
    {
        Server.Put("old.tif", [], new ObjectTraits { RedirectTo = ("/" + Name, 307) });
        using var response = await GetAsync("old.tif");
        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal("/" + Name, response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_file_is_served_by_ranges()
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, Content);
        Server.PutFile("file.tif", file);
        using var response = await GetAsync("file.tif", "bytes=70000-199999");
        Assert.Equal(Content[70_000..200_000], await response.Content.ReadAsByteArrayAsync());
        File.Delete(file);
    }

    [Fact]
    public async Task Names_may_have_any_characters()
    {
        const string odd = "bucket/a b+c%20#?ä//../x.tif";
        Server.Put(odd, [7]);
        using var client = new HttpClient();
        Assert.Equal([7], await client.GetByteArrayAsync(Server.UrlOf(odd)));
        Assert.Equal(odd, Server.Requests[0].Path);
    }

    [Fact]
    public async Task Requests_are_recorded_in_order_until_they_are_forgotten()
    {
        using var first = await GetAsync(range: "bytes=0-9", headers: [("If-Match", "*"), ("X-Other", "value")]);
        using var second = await GetAsync("bucket/gone?x=1", "bytes=-3");
        Assert.Equal([(0L, "GET", Name, 206, 10L), (1L, "GET", "bucket/gone", 404, Server.Requests[1].BytesSent)],
            Server.Requests.Select(request => (request.Number, request.Method, request.Path, request.Status, request.BytesSent)));
        Assert.Equal([new RequestedRange(0, 9), new RequestedRange(null, 3)], Server.Requests.Select(request => request.Range));
        Assert.Equal(("*", "value", "1"), (Server.Requests[0].IfMatch, Server.Requests[0].Header("x-other"), Server.Requests[1].Query["x"]));
        Server.Forget();
        Assert.Empty(Server.Requests);
        using var third = await GetAsync();
        Assert.Equal(0, Assert.Single(Server.Requests).Number);
    }

    [Fact]
    public async Task Requests_at_once_are_counted()
    {
        const int count = 5;
        var all = new TaskCompletionSource();
        Server.Faults = request =>
        {
            if (request.Number == count - 1)
                all.SetResult();
            return new Fault.Hold(all.Task);
        };
        foreach (var response in await Task.WhenAll(Enumerable.Range(0, count).Select(_ => GetAsync(range: "bytes=0-9"))))
            response.Dispose();
        Assert.Equal(count, Server.MostConcurrent);

        Server.Faults = null;
        Server.Forget();
        for (var i = 0; i < count; i++)
        {
            using var response = await GetAsync();
            await response.Content.ReadAsByteArrayAsync();
        }

        Assert.Equal(1, Server.MostConcurrent);
    }
}
