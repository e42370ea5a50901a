namespace OmeFs.Testing.Remote;

/// <summary>What goes wrong with one answer. The kinds are the records within this one.</summary>
public abstract partial record Fault
{
    private Fault()
    {
    }

    /// <summary>What is answered instead of the object. Null if the object is answered.</summary>
    internal virtual Answer? Instead => null;

    /// <summary>The answer that is right, made wrong. Also called for answers that are errors.</summary>
    internal virtual Answer Change(Answer answer) => answer;

    internal virtual Task SendAsync(AnswerWriter writer, Answer answer, CancellationToken stop) => writer.SendAsync(answer, stop);
}
