namespace OmeFs.Testing.Remote;

/// <summary>Faults of the connection: the answer is right, as far as it comes.</summary>
public abstract partial record Fault
{
    /// <summary>The connection is reset before the status is sent.</summary>
    public sealed record Reset : Fault
    {
        internal override Task SendAsync(AnswerWriter writer, Answer answer, CancellationToken stop)
        {
            writer.Reset();
            return Task.CompletedTask;
        }
    }

    /// <summary>The connection is reset behind so many bytes of the body.</summary>
    public sealed record ResetAfter(long Bytes) : Fault
    {
        internal override async Task SendAsync(AnswerWriter writer, Answer answer, CancellationToken stop)
        {
            await writer.SendStartAsync(answer, Bytes, stop);
            writer.Reset();
        }
    }

    /// <summary>No answer comes, until the client leaves or the server ends.</summary>
    public sealed record Stall : Fault
    {
        internal override Task SendAsync(AnswerWriter writer, Answer answer, CancellationToken stop) => Task.Delay(Timeout.Infinite, stop);
    }

    /// <summary>Behind so many bytes of the body, nothing more comes, until the client leaves or the server ends.</summary>
    public sealed record StallAfter(long Bytes) : Fault
    {
        internal override async Task SendAsync(AnswerWriter writer, Answer answer, CancellationToken stop)
        {
            await writer.SendStartAsync(answer, Bytes, stop);
            await Task.Delay(Timeout.Infinite, stop);
        }
    }

    /// <summary>The answer is sent when a task of the test ends. With it, a test decides the order of answers without a clock.</summary>
    public sealed record Hold(Task Release) : Fault
    {
        internal override async Task SendAsync(AnswerWriter writer, Answer answer, CancellationToken stop)
        {
            await Release.WaitAsync(stop);
            await writer.SendAsync(answer, stop);
        }
    }

    /// <summary>The body comes in small pieces, this many bytes a second on average.</summary>
    public sealed record Slow(int BytesPerSecond) : Fault
    {
        private const int PiecesPerSecond = 20;

        internal override Task SendAsync(AnswerWriter writer, Answer answer, CancellationToken stop)
        {
            var piece = Math.Max(1, BytesPerSecond / PiecesPerSecond);
            return writer.SendAsync(answer, new Pace(piece, TimeSpan.FromSeconds((double)piece / BytesPerSecond)), stop);
        }
    }

    /// <summary>What comes first is no status line of HTTP. The connection then ends.</summary>
    public sealed record GarbageStatusLine : Fault
    {
        internal override async Task SendAsync(AnswerWriter writer, Answer answer, CancellationToken stop)
        {
            await writer.SendRawAsync("this is no status line\r\n\r\n"u8.ToArray(), stop);
            writer.Reset();
        }
    }
}
