namespace OmeFs.Testing.Remote;

/// <summary>Faults of what an answer says about its body.</summary>
public abstract partial record Fault
{
    /// <summary>Content-Range says this. A total of null is `*`. The body is the right one.</summary>
    public sealed record WrongContentRange(long First, long Last, long? Total) : Fault
    {
        internal override Answer Change(Answer answer) => answer.With("Content-Range", Total is { } total ? $"bytes {First}-{Last}/{total}" : $"bytes {First}-{Last}/*");
    }

    /// <summary>206 without Content-Range.</summary>
    public sealed record NoContentRange : Fault
    {
        internal override Answer Change(Answer answer) => answer.With("Content-Range", null);
    }

    /// <summary>The answer has a wrong ETag and is right otherwise. Conditions are compared with the right ETag.</summary>
    public sealed record WrongETag(string ETag = "\"wrong\"") : Fault
    {
        internal override Answer Change(Answer answer) => answer.With("ETag", ETag);
    }

    /// <summary>
    /// The bytes are those of another version from offset <paramref name="From"/> of the object on, as of a store in which an object is replaced while it is read. The
    /// headers are right, except for the ETag if <paramref name="ETag"/> is given.
    /// </summary>
    public sealed record OtherBytes(byte[] Content, long From = 0, string? ETag = null) : Fault
    {
        internal override Answer Change(Answer answer)
        {
            var changed = answer with { Body = answer.Body with { Content = new MixedContent(answer.Body.Content, Content, From) } };
            return ETag is null ? changed : changed.With("ETag", ETag);
        }
    }
}
