using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace OmeFs.Clients.Tests;

/// <summary>docs/how-to/web-server.md: nginx and caddy with the page's own configuration serve a mount to viewers on another site.</summary>
public sealed class WebServerTests : IDisposable
{
    private const string PagePort = "8080", PageFolder = "/srv/slides";

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"web-{Guid.NewGuid():N}")).FullName;
    private Process? _server;

    [SkippableFact]
    public async Task Nginx_serves_a_mount()
    {
        const string program = "/usr/sbin/nginx";
        Skip.IfNot(File.Exists(program), "nginx is not installed (apt install nginx-light)");
        using var mounted = MountSlides();
        var port = FreePort();
        var configuration = Path.Combine(_folder, "nginx.conf");
        File.WriteAllText(configuration, $$"""
            pid {{_folder}}/nginx.pid;
            error_log {{_folder}}/error.log;
            events {}
            http {
                access_log off;
                client_body_temp_path {{_folder}}/body; proxy_temp_path {{_folder}}/proxy; fastcgi_temp_path {{_folder}}/fastcgi;
                uwsgi_temp_path {{_folder}}/uwsgi; scgi_temp_path {{_folder}}/scgi;
                {{Configuration("nginx", mounted.Point, port)}}
            }
            """);
        _server = Commands.Start([program, "-c", configuration, "-p", _folder, "-g", "daemon off;"], Path.Combine(_folder, "nginx"));
        await ServesAsync(mounted, port);
    }

    [SkippableFact]
    public async Task Caddy_serves_a_mount()
    {
        const string program = "/usr/bin/caddy";
        Skip.IfNot(File.Exists(program), "caddy is not installed (apt install caddy)");
        using var mounted = MountSlides();
        var port = FreePort();
        var configuration = Path.Combine(_folder, "Caddyfile");
        // Its own port for administration is the same on every machine: two tests would meet there.
        File.WriteAllText(configuration, "{\n    admin off\n}\n" + Configuration("caddyfile", mounted.Point, port));
        _server = Commands.Start(
            [program, "run", "--config", configuration, "--adapter", "caddyfile"], Path.Combine(_folder, "caddy"), new Dictionary<string, string> { ["HOME"] = _folder });
        await ServesAsync(mounted, port);
    }

    public void Dispose()
    {
        _server?.Kill(entireProcessTree: true);
        _server?.WaitForExit();
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Mounted MountSlides()
    {
        var slides = Directory.CreateDirectory(Path.Combine(_folder, "slides")).FullName;
        File.Copy(Repository.Fixture("sparse-le.tif"), Path.Combine(slides, "NAME.tif"));
        return Mounted.Open(slides, false, "--allow-other", "--mode", "0444");
    }

    private static string Configuration(string language, string folder, int port) =>
        Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, "docs/how-to/web-server.md")), $"```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value
            .Replace(PageFolder, folder, StringComparison.Ordinal).Replace(PagePort, $"{port}", StringComparison.Ordinal);

    private async Task ServesAsync(Mounted mounted, int port)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/slides/NAME.ome.zarr/") };
        client.DefaultRequestHeaders.Add("Origin", "https://viewer.example.org");
        var image = Path.Combine(mounted.Point, "NAME.ome.zarr");
        await StartedAsync(client);

        using var metadata = await client.GetAsync(".zattrs");
        Assert.Equal(HttpStatusCode.OK, metadata.StatusCode);
        Assert.Equal("*", Assert.Single(metadata.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(image, ".zattrs")), await metadata.Content.ReadAsByteArrayAsync());

        var chunk = Directory.EnumerateFiles(Path.Combine(image, "0/0"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var name = Path.GetRelativePath(image, chunk);
        Assert.Equal(File.ReadAllBytes(chunk), await client.GetByteArrayAsync(name));
        using var asked = new HttpRequestMessage(HttpMethod.Get, name);
        asked.Headers.Range = new RangeHeaderValue(3, 9);
        using var part = await client.SendAsync(asked);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(File.ReadAllBytes(chunk)[3..10], await part.Content.ReadAsByteArrayAsync());

        using var missing = await client.GetAsync("0/9/9/9/9/9");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    private async Task StartedAsync(HttpClient client)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var answer = await client.GetAsync(".zgroup");
                return;
            }
            catch (HttpRequestException) when (attempt < 300 && !_server!.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
