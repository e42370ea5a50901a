namespace OmeFs.Testing.Remote;

/// <summary>One version of an object. The ETag is in quotes, and strong.</summary>
internal sealed class StoredObject(IContent content, string etag, DateTimeOffset lastModified, ObjectTraits traits)
{
    private readonly Lazy<IContent> _gzip = new(() => MemoryContent.Gzip(content));

    public ObjectTraits Traits => traits;

    public long Length => content.Length;

    public string ETag => etag;

    /// <summary>HTTP knows whole seconds.</summary>
    public DateTimeOffset LastModified => lastModified;

    /// <summary>What is sent to a client that understands gzip, or does not.</summary>
    public Representation Representation(bool understandsGzip)
    {
        var packed = traits.GzipEncoding == GzipUse.Always || (traits.GzipEncoding == GzipUse.WhenAsked && understandsGzip);
        var tag = packed ? $"{etag[..^1]}-gzip\"" : etag;
        return new Representation(
            packed ? _gzip.Value : content,
            traits.NoETag ? null : traits.WeakETag ? "W/" + tag : tag,
            traits.NoLastModified ? null : lastModified,
            packed);
    }
}

/// <summary>The bytes of an object as they are sent, with the validators that the client sees.</summary>
internal sealed record Representation(IContent Content, string? ETag, DateTimeOffset? LastModified, bool IsGzip);
