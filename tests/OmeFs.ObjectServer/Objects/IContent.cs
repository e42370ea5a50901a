namespace OmeFs.Testing.Remote;

/// <summary>The bytes of one version of an object.</summary>
internal interface IContent
{
    long Length { get; }

    IContentReader Open();
}

/// <summary>Reads a content for one answer.</summary>
internal interface IContentReader : IDisposable
{
    /// <summary>Fills the buffer. The caller asks for no byte beyond the end.</summary>
    void Read(long offset, Span<byte> buffer);
}
