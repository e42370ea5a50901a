using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace OmeFs.Clients.Tests;

/// <summary>docs/how-to/browser.md: `npx http-server MOUNT --cors` gives viewers on another site what they need.</summary>
public sealed partial class HttpRecipeTests
{
    private static readonly string Scripts = Path.Combine(Repository.Root, "tests/OmeFs.Clients.Tests/js");

    [SkippableFact]
    public async Task Http_server_has_CORS_ranges_and_404_for_what_is_missing()
    {
        var server = Path.Combine(Scripts, "node_modules/.bin/http-server");
        Skip.IfNot(File.Exists(server), "http-server is not installed (run tests/run.sh, or npm ci in js/)");
        using var mounted = Mounted.Open(Repository.Fixture("sparse-le.tif"));
        var stem = Path.Combine(Repository.Scratch, "http-server");
        using var process = Commands.Start(["node", server, mounted.Point, "--cors", "-a", "127.0.0.1", "-p", "0"], stem);
        try
        {
            Assert.True(MountTable.WaitUntil(() => File.Exists(stem + ".out") && Address().IsMatch(File.ReadAllText(stem + ".out")), seconds: 30), "http-server does not start");
            using var client = new HttpClient { BaseAddress = new Uri(Address().Match(File.ReadAllText(stem + ".out")).Value) };
            client.DefaultRequestHeaders.Add("Origin", "https://viewer.example.org");

            using var metadata = await client.GetAsync(".zattrs");
            Assert.Equal(HttpStatusCode.OK, metadata.StatusCode);
            Assert.Equal("*", Assert.Single(metadata.Headers.GetValues("Access-Control-Allow-Origin")));
            Assert.Equal(File.ReadAllText(Path.Combine(mounted.Point, ".zattrs")), await metadata.Content.ReadAsStringAsync());

            var chunk = Directory.EnumerateFiles(Path.Combine(mounted.Point, "0/0"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
            using var asked = new HttpRequestMessage(HttpMethod.Get, Path.GetRelativePath(mounted.Point, chunk));
            asked.Headers.Range = new RangeHeaderValue(3, 9);
            using var part = await client.SendAsync(asked);
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(File.ReadAllBytes(chunk)[3..10], await part.Content.ReadAsByteArrayAsync());

            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("0/9/9/9/9/9")).StatusCode);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
