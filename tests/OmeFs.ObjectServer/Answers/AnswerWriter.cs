using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace OmeFs.Testing.Remote;

/// <summary>Sends an answer, or a part of it, and keeps the request's record true.</summary>
internal sealed class AnswerWriter(HttpContext context, RequestLog.Entry entry)
{
    private const int SliceLength = 64 << 10;

    public Task SendAsync(Answer answer, CancellationToken stop) => SendAsync(answer, new Pace(SliceLength, TimeSpan.Zero), stop);

    public async Task SendAsync(Answer answer, Pace pace, CancellationToken stop)
    {
        await SendPartAsync(answer, answer.Body.Length, isAll: true, pace, stop);
        entry.Leave();
    }

    /// <summary>The headers, and so many bytes of the body. When this ends, they are in the hands of the operating system.</summary>
    public async Task SendStartAsync(Answer answer, long bytes, CancellationToken stop)
    {
        await SendPartAsync(answer, Math.Min(bytes, answer.Body.Length), isAll: false, new Pace(SliceLength, TimeSpan.Zero), stop);
        await context.Response.BodyWriter.FlushAsync(stop);
    }

    /// <summary>These bytes and no others, without HTTP.</summary>
    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        entry.Leave();
        var transport = context.Features.Get<IConnectionTransportFeature>() ?? throw new NotSupportedException("the connection is not Kestrel's");
        await transport.Transport.Output.WriteAsync(bytes, stop);
    }

    /// <summary>The client sees a connection reset.</summary>
    public void Reset()
    {
        entry.Leave();
        context.Abort();
    }

    private async Task SendPartAsync(Answer answer, long bytes, bool isAll, Pace pace, CancellationToken stop)
    {
        using var reader = answer.Body.Content.Open();
        SetHeaders(answer);
        if (entry.Request.IsHead || answer.Status is 304)
            return;
        if (isAll && bytes == 0)
            entry.Leave();
        await context.Response.StartAsync(stop);
        for (var sent = 0L; sent < bytes;)
        {
            var count = (int)Math.Min(pace.SliceLength, bytes - sent);
            reader.Read(answer.Body.Start + sent, context.Response.BodyWriter.GetMemory(count).Span[..count]);
            context.Response.BodyWriter.Advance(count);
            entry.Request.Sending(count);
            sent += count;
            if (isAll && sent == bytes)
                entry.Leave();
            await context.Response.BodyWriter.FlushAsync(stop);
            if (sent < bytes && pace.Pause > TimeSpan.Zero)
                await Task.Delay(pace.Pause, stop);
        }
    }

    private void SetHeaders(Answer answer)
    {
        entry.Request.Status = context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        if (answer.Status is not 304)
            context.Response.ContentLength = answer.Body.Declared;
    }
}

/// <summary>How a body is cut into slices, with a pause between two of them.</summary>
internal readonly record struct Pace(int SliceLength, TimeSpan Pause);
