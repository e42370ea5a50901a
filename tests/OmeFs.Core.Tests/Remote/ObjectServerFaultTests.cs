using System.Net;
using System.Net.Sockets;
using OmeFs.Testing.Remote;

namespace OmeFs.Core.Tests.Remote;

/// <summary>Each fault of the test server is what it says, as HttpClient sees it.</summary>
public sealed class ObjectServerFaultTests : ServerTestBase
{
    [Fact]
    public async Task A_fault_is_chosen_per_request()
    {
        Server.Faults = request => request.Number == 1 ? new Fault.Status(503, 7) : null;
        Assert.Equal(HttpStatusCode.OK, (await GetAsync()).StatusCode);
        using var second = await GetAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 7), (second.StatusCode, second.Headers.RetryAfter?.Delta?.TotalSeconds));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync()).StatusCode);
    }

    [Fact]
    public async Task An_error_of_s3_has_its_status_and_its_name()
    {
        Server.Faults = _ => Fault.S3(S3ErrorCode.SlowDown);
        using var response = await GetAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("<Code>SlowDown</Code>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_has_a_location()
    {
        Server.Faults = _ => new Fault.Redirect("http://127.0.0.1:9/x", 301);
        using var response = await GetAsync();
        Assert.Equal((HttpStatusCode.MovedPermanently, "http://127.0.0.1:9/x"), (response.StatusCode, response.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task A_reset_comes_before_the_status()
    {
        Server.Faults = _ => new Fault.Reset();
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync());
        Assert.Equal(SocketError.ConnectionReset, SocketErrorOf(fault));
        Assert.Equal(0, Server.Requests[0].Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task A_reset_comes_behind_so_many_bytes(int bytes)
    {
        Server.Faults = _ => new Fault.ResetAfter(bytes);
        using var response = await GetAsync();
        Assert.Equal(Content.Length, response.Content.Headers.ContentLength);
        var (received, fault) = await DrainAsync(response);
        Assert.Equal(SocketError.ConnectionReset, SocketErrorOf(fault));
        Assert.Equal(Content[..bytes], received);
        Assert.Equal(bytes, Server.Requests[0].BytesSent);
    }

    [Fact]
    public async Task A_stall_lasts_until_the_client_leaves()
    {
        using var leave = new CancellationTokenSource();
        Server.Faults = _ => new Fault.Stall();
        using var client = new HttpClient();
        var answer = client.GetAsync(Server.UrlOf(Name), leave.Token);
        while (Server.Requests.Count == 0)
            await Task.Yield();
        Assert.False(answer.IsCompleted);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task A_stall_lasts_until_the_server_ends()
    {
        await using var server = await ObjectServer.StartAsync();
        server.Faults = _ => new Fault.Stall();
        using var client = new HttpClient();
        var answer = client.GetAsync(server.UrlOf(Name));
        while (server.Requests.Count == 0)
            await Task.Yield();
        await server.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task A_body_stalls_behind_so_many_bytes()
    {
        Server.Faults = _ => new Fault.StallAfter(1000);
        using var response = await GetAsync();
        await using var body = await response.Content.ReadAsStreamAsync();
        var start = new byte[1000];
        await body.ReadExactlyAsync(start);
        Assert.Equal(Content[..1000], start);
        var more = body.ReadAsync(new byte[1]).AsTask();
        Assert.False(more.IsCompleted);
        await Server.DisposeAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => more);
    }

    [Fact]
    public async Task A_slow_body_is_complete()
    {
        Server.Faults = _ => new Fault.Slow(10_000_000);
        using var response = await GetAsync();
        Assert.Equal(Content, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_short_body_ends_the_connection_early()
    {
        Server.Faults = _ => new Fault.ShortBody(100);
        using var response = await GetAsync(range: "bytes=0-999");
        Assert.Equal(1000, response.Content.Headers.ContentLength);
        var (received, fault) = await DrainAsync(response);
        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(fault is HttpRequestException outer ? outer.InnerException : fault).HttpRequestError);
        Assert.Equal(Content[..100], received);
    }

    [Fact]
    public async Task A_short_body_may_be_declared()
    {
        Server.Faults = _ => new Fault.ShortBody(100, Declared: true);
        using var response = await GetAsync(range: "bytes=0-999");
        Assert.Equal($"bytes 0-999/{Content.Length}", Range(response));
        Assert.Equal(Content[..100], await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_long_body_has_more_than_its_range()
    {
        Server.Faults = _ => new Fault.LongBody(10);
        using var response = await GetAsync(range: "bytes=5-9");
        Assert.Equal($"bytes 5-9/{Content.Length}", Range(response));
        Assert.Equal(Content[5..20], await response.Content.ReadAsByteArrayAsync());
        using var atTheEnd = await GetAsync(range: "bytes=-5");
        byte[] padded = [.. Content[^5..], .. new byte[10]];
        Assert.Equal(padded, await atTheEnd.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_long_body_that_is_not_declared_does_no_harm()
    {
        Server.Faults = request => request.Number == 0 ? new Fault.LongBody(10, Declared: false) : null;
        using var response = await GetAsync(range: "bytes=5-9");
        Assert.True(response.Headers.ConnectionClose);
        Assert.Equal(Content[5..10], await response.Content.ReadAsByteArrayAsync());
        using var next = await GetAsync(range: "bytes=5-9");
        Assert.Equal(Content[5..10], await next.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Content_range_may_be_wrong_or_missing()
    {
        Server.Faults = request => request.Number switch
        {
            0 => new Fault.WrongContentRange(1, 2, null),
            1 => new Fault.WrongContentRange(0, 4, 77),
            _ => new Fault.NoContentRange(),
        };
        foreach (var expected in (string?[])["bytes 1-2/*", "bytes 0-4/77", null])
        {
            using var response = await GetAsync(range: "bytes=0-4");
            Assert.Equal((HttpStatusCode.PartialContent, expected), (response.StatusCode, Range(response)));
            Assert.Equal(Content[..5], await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task Another_tag_may_come_with_the_right_bytes()
    {
        using var first = await GetAsync();
        Server.Faults = _ => new Fault.WrongETag();
        using var response = await GetAsync(range: "bytes=0-4", headers: ("If-Match", Tag(first).ToString()));
        Assert.Equal("\"wrong\"", Tag(response).Tag);
        Assert.Equal(Content[..5], await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Other_bytes_may_come_with_the_right_tag()
    {
        using var first = await GetAsync();
        Server.Faults = _ => new Fault.OtherBytes(new byte[Content.Length], From: 103);
        using var response = await GetAsync(range: "bytes=100-105");
        Assert.Equal(Tag(first), Tag(response));
        byte[] mixed = [.. Content[100..103], 0, 0, 0];
        Assert.Equal(mixed, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_status_line_may_be_garbage()
    {
        Server.Faults = _ => new Fault.GarbageStatusLine();
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync());
        Assert.Equal(HttpRequestError.InvalidResponse, fault.HttpRequestError);
    }

    /// <summary>Of the exception, or of one within it.</summary>
    private static SocketError? SocketErrorOf(Exception? fault) =>
        fault is null ? null : fault is SocketException socket ? socket.SocketErrorCode : SocketErrorOf(fault.InnerException);
}
