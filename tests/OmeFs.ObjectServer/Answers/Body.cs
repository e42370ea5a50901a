namespace OmeFs.Testing.Remote;

/// <summary>A part of a content that is sent. Declared is the Content-Length: null if there is none, and another number than Length in some faults.</summary>
internal sealed record Body(IContent Content, long Start, long Length, long? Declared)
{
    public static Body None { get; } = Whole(new MemoryContent([]));

    public static Body Whole(IContent content) => new(content, 0, content.Length, content.Length);

    public static Body Part(IContent content, long start, long length) => new(content, start, length, length);
}
