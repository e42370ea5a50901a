using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OmeFs.Testing.Remote;

/// <summary>
/// Serves objects over HTTP and as S3 (path style, GET, HEAD and ListObjectsV2) on 127.0.0.1, records each request, and makes faults that a test wants. All members may
/// be used from several threads. Errors have S3's XML as their body, for every path.
/// </summary>
public sealed class ObjectServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ObjectTable _table = new();
    private readonly IObjectStore _objects;
    private readonly ServerSettings _settings;
    private readonly RequestLog _log;
    private readonly WebApplication _application;
    private int _disposed;

    private ObjectServer(ServerSettings settings)
    {
        _settings = settings;
        _objects = settings.Folder is { } folder ? new FolderStore(folder) : _table;
        _log = new RequestLog(settings.KeepsRequests);
        _application = KestrelHost.Make(settings.Port);
        _application.Run(AnswerAsync);
    }

    /// <summary>http://127.0.0.1:PORT/</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    /// <summary>In the order of their arrival, without those before <see cref="Forget"/>. A copy.</summary>
    public IReadOnlyList<ServedRequest> Requests => _log.Requests;

    /// <summary>Asked once a request, before it is answered. Null for a right answer. It must not block: <see cref="Fault.Hold"/> waits.</summary>
    public Func<ServedRequest, Fault?>? Faults { get; set; }

    /// <summary>Added before each answer.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>The greatest number of requests at once since <see cref="Forget"/>. A request counts until its last bytes are about to be sent.</summary>
    public int MostConcurrent => _log.MostConcurrent;

    /// <summary>What is wanted of requests as S3 does.</summary>
    public S3Rules S3 { get; } = new();

    public static Task<ObjectServer> StartAsync(CancellationToken cancellationToken = default) => StartAsync(new ServerSettings(), cancellationToken);

    internal static async Task<ObjectServer> StartAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        var server = new ObjectServer(settings);
        await server._application.StartAsync(cancellationToken);
        server.Url = new Uri(server._application.Urls.Single() + "/");
        return server;
    }

    /// <summary>The URL of an object. Names are percent-encoded, also those that a URL would resolve (`..`).</summary>
    public Uri UrlOf(string path) => new(Url + string.Join('/', path.Split('/').Select(Escaped)), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    /// <summary>
    /// Adds an object, or replaces it by another version, with a new ETag and a later Last-Modified. The path is "bucket/key.tif" or "file.tif". The bytes are not copied.
    /// </summary>
    public void Put(string path, byte[] content, ObjectTraits? traits = null) => _table.Put(path, new MemoryContent(content), traits ?? ObjectTraits.None);

    /// <summary>The same with a file, of which each answer reads what it needs. Its length must not change.</summary>
    public void PutFile(string path, string localFile, ObjectTraits? traits = null) =>
        _table.Put(path, new FileContent(localFile, new FileInfo(localFile).Length), traits ?? ObjectTraits.None);

    /// <summary>A bucket without objects. Put adds a path's bucket by itself.</summary>
    public void AddBucket(string bucket) => _table.AddBucket(bucket);

    /// <summary>The bucket stays.</summary>
    public void Delete(string path) => _table.Delete(path);

    /// <summary>Clears <see cref="Requests"/>; numbers start from 0 again.</summary>
    public void Forget() => _log.Forget();

    /// <summary>Ends all connections, also those that stall. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        await _stop.CancelAsync();
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        _stop.Dispose();
    }

    private static string Escaped(string name) => name is "." or ".." ? name.Replace(".", "%2E", StringComparison.Ordinal) : Uri.EscapeDataString(name);

    private async Task AnswerAsync(HttpContext context)
    {
        if (_settings.HasCounter && await Counter.HandlesAsync(context, _log))
            return;
        var entry = _log.Enter(number => RequestReader.Read(context, number));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, context.RequestAborted);
        try
        {
            await AnswerAsync(new AnswerWriter(context, entry), entry.Request, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client has left, or the server ends: nobody waits for the rest.
            context.Abort();
        }
        finally
        {
            entry.Leave();
            _settings.Answered?.Invoke(entry.Request);
        }
    }

    private async Task AnswerAsync(AnswerWriter writer, ServedRequest request, CancellationToken stop)
    {
        var fault = Faults?.Invoke(request);
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, stop);
        var answer = fault?.Instead ?? RequestAnswer.For(request, _objects, S3);
        await (fault is null ? writer.SendAsync(answer, stop) : fault.SendAsync(writer, fault.Change(answer), stop));
    }
}
