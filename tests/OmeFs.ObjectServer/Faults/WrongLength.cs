namespace OmeFs.Testing.Remote;

/// <summary>Faults of the body's length. Content-Range stays right.</summary>
public abstract partial record Fault
{
    /// <summary>
    /// Only so many bytes of the body come. Content-Length is as short if <paramref name="Declared"/>; else it is right, and the connection ends early.
    /// </summary>
    public sealed record ShortBody(long Bytes, bool Declared = false) : Fault
    {
        internal override Answer Change(Answer answer)
        {
            var length = Math.Min(Bytes, answer.Body.Length);
            return answer with { Body = answer.Body with { Length = length, Declared = Declared ? length : answer.Body.Declared } };
        }
    }

    /// <summary>
    /// So many bytes come behind the right ones: those of the object, and zeros behind its end. Content-Length counts them if <paramref name="Declared"/>. Else it is
    /// right, zeros follow the answer, and the connection ends: on one that stays, it would depend on chance whether the client takes them for its next answer.
    /// </summary>
    public sealed record LongBody(int Extra, bool Declared = true) : Fault
    {
        internal override Answer Change(Answer answer) => !Declared ? answer.With("Connection", "close") : answer with
        {
            Body = answer.Body with
            {
                Content = new PaddedContent(answer.Body.Content, Extra),
                Length = answer.Body.Length + Extra,
                Declared = answer.Body.Declared + Extra,
            },
        };

        internal override async Task SendAsync(AnswerWriter writer, Answer answer, CancellationToken stop)
        {
            await writer.SendAsync(answer, stop);
            if (!Declared)
                await writer.SendRawAsync(new byte[Extra], stop);
        }
    }
}
