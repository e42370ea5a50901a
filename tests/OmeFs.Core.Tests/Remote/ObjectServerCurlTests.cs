using OmeFs.Testing.Remote;

namespace OmeFs.Core.Tests.Remote;

/// <summary>The test server, judged by curl.</summary>
public sealed class ObjectServerCurlTests : ServerTestBase
{
    private const string Curl = "/usr/bin/curl";

    private readonly string _output = Path.Combine(Repository.Scratch, $"curl-{Guid.NewGuid():N}");

    [SkippableFact]
    public void Curl_gets_a_range()
    {
        var got = Run("--range", "100-199999", "--write-out", "%{http_code} %header{content-range}");
        Assert.Equal($"206 bytes 100-199999/{Content.Length}", got.Output);
        Assert.Equal(Content[100..200_000], File.ReadAllBytes(_output));
    }

    /// <summary>Numbers are those of curl's manual page, under "EXIT CODES".</summary>
    [SkippableTheory]
    [InlineData("short", 18)] // partial file
    [InlineData("reset", 56)] // failure in receiving
    [InlineData("reset in the body", 56)]
    [InlineData("garbage", 1)] // HTTP/0.9 is not allowed
    [InlineData("status", 22)] // HTTP error
    [InlineData("long", 0)]
    [InlineData("slow", 0)]
    public void Curl_ends_with_the_code_of_a_fault(string fault, int code)
    {
        Server.Faults = _ => fault switch
        {
            "short" => new Fault.ShortBody(10),
            "reset" => new Fault.Reset(),
            "reset in the body" => new Fault.ResetAfter(10),
            "garbage" => new Fault.GarbageStatusLine(),
            "status" => new Fault.Status(500),
            "long" => new Fault.LongBody(10, Declared: false),
            _ => new Fault.Slow(10_000_000),
        };
        Assert.Equal(code, Run().ExitCode);
    }

    /// <summary>curl refuses a resumption if the server has no ranges.</summary>
    [SkippableFact]
    public void Curl_cannot_resume_without_ranges()
    {
        Server.Put(Name, Content, new ObjectTraits { NoRanges = true });
        File.WriteAllBytes(_output, Content[..10]);
        Assert.Equal(33, Run("--continue-at", "-").ExitCode);
        Server.Put(Name, Content);
        Assert.Equal(0, Run("--continue-at", "-").ExitCode);
        Assert.Equal(Content, File.ReadAllBytes(_output));
    }

    [SkippableFact]
    public void Curl_decompresses()
    {
        Server.Put(Name, Content, new ObjectTraits { GzipEncoding = GzipUse.WhenAsked });
        Assert.Equal(0, Run("--compressed").ExitCode);
        Assert.Equal(Content, File.ReadAllBytes(_output));
    }

    private Finished Run(params string[] options)
    {
        Skip.IfNot(File.Exists(Curl), "curl is not installed");
        return Commands.Run([Curl, "--silent", "--show-error", "--fail", "--noproxy", "*", "--output", _output, .. options, Server.UrlOf(Name).AbsoluteUri]);
    }
}
