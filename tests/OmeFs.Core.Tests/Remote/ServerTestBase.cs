using System.Net.Http.Headers;
using OmeFs.Testing.Remote;

namespace OmeFs.Core.Tests.Remote;

/// <summary>A server with one object, and a client that does nothing by itself: no redirects, no decompression, no cookies.</summary>
public abstract class ServerTestBase : IAsyncLifetime, IDisposable
{
    protected const string Name = "bucket/image.tif";

    /// <summary>More than one slice of the server and than the buffers of a socket's ends are sure to hold.</summary>
    protected static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 >> 3))];

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    protected ObjectServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await ObjectServer.StartAsync();
        Server.Put(Name, Content);
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Task<HttpResponseMessage> GetAsync(string path = Name, string? range = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, range, headers);

    /// <summary>Returns when the headers are there.</summary>
    protected async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? range, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(Server.Url, path));
        if (range is not null)
            request.Headers.TryAddWithoutValidation("Range", range);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    protected static string? Range(HttpResponseMessage response) => response.Content.Headers.ContentRange?.ToString();

    /// <summary>What comes of a body before it ends, in whatever way, and the exception that ends it.</summary>
    protected static async Task<(byte[] Bytes, Exception? Fault)> DrainAsync(HttpResponseMessage response)
    {
        using var bytes = new MemoryStream();
        var fault = await Record.ExceptionAsync(() => response.Content.CopyToAsync(bytes));
        return (bytes.ToArray(), fault);
    }

    protected static EntityTagHeaderValue Tag(HttpResponseMessage response) => Assert.IsType<EntityTagHeaderValue>(response.Headers.ETag);
}
