using System.Globalization;
using System.Runtime.InteropServices;
using OmeFs.Testing.Remote;

// --root FOLDER [--port N] [--latency MS] [--log FILE]   serves the folder until SIGTERM or SIGINT; the first line of output is the URL
// GET /_count is the number of requests and bytes so far; POST /_forget resets it.
var options = new Dictionary<string, string>(StringComparer.Ordinal);
for (var i = 0; i + 1 < args.Length; i += 2)
    options[args[i]] = args[i + 1];
if (args.Length % 2 != 0 || options.Keys.Except(["--root", "--port", "--latency", "--log"]).Any() || !options.TryGetValue("--root", out var root) || !Directory.Exists(root))
{
    Console.Error.WriteLine("usage: OmeFs.ObjectServer --root FOLDER [--port N] [--latency MS] [--log FILE]");
    return 2;
}

using var log = options.TryGetValue("--log", out var file) ? new StreamWriter(file) { AutoFlush = true } : null;
var settings = new ServerSettings
{
    Port = Number("--port"),
    Folder = root,
    KeepsRequests = false,
    HasCounter = true,
    Answered = log is null ? null : request =>
    {
        lock (log)
            log.WriteLine(request);
    },
};
var ended = new TaskCompletionSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
await using var server = await ObjectServer.StartAsync(settings, CancellationToken.None);
server.Latency = TimeSpan.FromMilliseconds(Number("--latency"));
Console.WriteLine(server.Url);
await ended.Task;
return 0;

int Number(string option) => options.TryGetValue(option, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;

void End(PosixSignalContext context)
{
    context.Cancel = true;
    ended.TrySetResult();
}
