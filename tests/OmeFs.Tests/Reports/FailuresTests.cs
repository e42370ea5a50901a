using OmeFs.Core;
using OmeFs.Reports;

namespace OmeFs.Tests.Reports;

/// <summary>Exceptions of the platform in words of omefs and of the operating system.</summary>
public sealed class FailuresTests
{
    public static TheoryData<Exception, string> Refusals => new()
    {
        { new IOException("No space left on device : '/x'", 28), "no space left on device" },
        { new IOException("x", 5), "input/output error" },
        { new IOException("x", 30), "read-only file system" },
        { new UnauthorizedAccessException("Access to the path is denied.", new IOException("x", 13)), "permission denied" },
        { new UnauthorizedAccessException("Access to the path is denied.", new IOException("x", 1)), "operation not permitted" },
        { new UnauthorizedAccessException("Access to the path is denied."), "permission denied" },
        { new FileNotFoundException("Unable to find the specified file."), "no such file or directory" },
        { new DirectoryNotFoundException("Could not find a part of the path."), "no such file or directory" },
        { new PathTooLongException("x"), "file name too long" },
        { new ArgumentOutOfRangeException("value", "Specified file length was too large for the file system."), "file too large" },
        { new EndOfStreamException("x"), "the system gives no reason" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void What_the_system_refused_is_said_in_its_own_words(Exception refusal, string words)
    {
        Assert.True(SystemFault.Is(refusal));
        Assert.Equal(words, SystemFault.Words(refusal));
    }

    [Fact]
    public void A_bug_is_not_the_systems()
    {
        Assert.False(SystemFault.Is(new InvalidOperationException()));
        Assert.False(SystemFault.Is(new ArgumentOutOfRangeException("index", 5, "x")));
    }

    /// <summary>What ends a command, its exit code, and the only words there are.</summary>
    [Fact]
    public void Whatever_ends_a_command_has_an_exit_code_and_words_without_the_platform()
    {
        var failures = new Failures(FailureJson.None);
        var (before, said) = (Console.Error, new StringWriter());
        Console.SetError(said);
        try
        {
            Assert.Equal(1, failures.Report(new InvalidOperationException("secret of the platform")));
            Assert.Equal(1, failures.Report(new IOException("secret of the platform", 28)));
            Assert.Equal(1, failures.Report(new AggregateException(new InvalidOperationException("secret of the platform"))));
            Assert.Equal(1, failures.Report(new InsufficientMemoryException()));
            Assert.Equal(130, failures.Report(new OperationCanceledException()));
            Assert.Equal(2, failures.Report(new OmeFsException(FaultKind.Usage, "wrong")));
        }
        finally
        {
            Console.SetError(before);
        }
        var words = said.ToString();
        Assert.DoesNotContain("secret", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", words, StringComparison.Ordinal);
        Assert.Equal(6, words.Split("omefs: ").Length - 1);
        Assert.Contains("this is a bug in omefs", words, StringComparison.Ordinal);
        Assert.Contains("no space left on device", words, StringComparison.Ordinal);
    }

    /// <summary>Ctrl-C on a terminal reaches the command and the daemon that it starts: the user reads it once.</summary>
    [Fact]
    public void A_daemon_tells_only_its_command_that_it_was_interrupted()
    {
        var (output, error, document, said) = (Console.Out, Console.Error, new StringWriter(), new StringWriter());
        Console.SetOut(document);
        Console.SetError(said);
        try
        {
            Assert.Equal(130, new Failures(FailureJson.Line).Report(new OperationCanceledException()));
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
        Assert.Equal("", said.ToString());
        Assert.Contains("\"interrupted\"", document.ToString(), StringComparison.Ordinal);
    }
}
