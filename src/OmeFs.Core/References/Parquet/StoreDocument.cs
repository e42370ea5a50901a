using System.Text.Json;
using OmeFs.Core.References.Json;
using OmeFs.Core.References.Set;
using OmeFs.Core.Tree;

namespace OmeFs.Core.References.Parquet;

/// <summary>The `.zmetadata` of a store of references in Parquet: the documents of all groups and arrays. *Spec:* fsspec, LazyReferenceMapper.</summary>
/// <param name="Documents">The documents as fsspec shows them, and `.zmetadata` itself, byte for byte.</param>
/// <param name="RecordSize">The number of chunks in a Parquet file.</param>
internal sealed record StoreDocument(ReferenceSet Documents, long RecordSize)
{
    public const string FileName = ".zmetadata";

    private static ReadOnlySpan<byte> OwnName => ".zmetadata"u8;

    /// <summary>Whether a document belongs to such a store, and is not Zarr's own consolidated metadata.</summary>
    /// <exception cref="OmeFsException">It is not JSON.</exception>
    public static bool IsOne(Stream document, string name)
    {
        using var text = new JsonText(document, name);
        var cursor = new JsonCursor(text);
        cursor.MustRead();
        if (cursor.Token != JsonTokenType.StartObject)
            return false;
        for (cursor.MustRead(); cursor.Token != JsonTokenType.EndObject; cursor.MustRead())
        {
            if (cursor.Raw.SequenceEqual("record_size"u8))
                return true;
            cursor.MustRead();
            cursor.Skip();
        }
        return false;
    }

    /// <exception cref="OmeFsException">It is not such a document.</exception>
    public static StoreDocument Read(byte[] document, string name)
    {
        using var text = new JsonText(new MemoryStream(document, writable: false), name);
        var cursor = new JsonCursor(text);
        var (builder, size, isRead) = (new ReferenceSetBuilder(name), 0L, false);
        cursor.MustRead();
        if (cursor.Token != JsonTokenType.StartObject)
            throw cursor.Wrong("an object expected");
        for (cursor.MustRead(); cursor.Token != JsonTokenType.EndObject; cursor.MustRead())
        {
            var (isMetadata, isSize) = (cursor.Raw.SequenceEqual("metadata"u8), cursor.Raw.SequenceEqual("record_size"u8));
            cursor.MustRead();
            if (isSize)
                size = cursor.TryWhole(out var number) && number > 0 ? Math.Min(number, TreeLimits.MaxGridNodes) : throw cursor.Wrong("'record_size' must be a whole number from 1 on");
            else if (!isMetadata)
                cursor.Skip();
            else if (cursor.Token != JsonTokenType.StartObject || isRead)
                throw cursor.Wrong("'metadata' must be one object");
            else
                isRead = ReadDocuments(ref cursor, builder);
        }
        if (!isRead || size == 0)
            throw new OmeFsException(FaultKind.Corrupt, $"{name}: 'metadata' and 'record_size' expected");
        builder.TryKey(OwnName, text: true);
        builder.AddInline(document);
        return new StoreDocument(builder.Freeze([], arithmetic: true), size);
    }

    private static bool ReadDocuments(ref JsonCursor cursor, ReferenceSetBuilder builder)
    {
        var written = new GrowingBytes();
        for (cursor.MustRead(); cursor.Token != JsonTokenType.EndObject; cursor.MustRead())
        {
            var valid = cursor.TryText(out var key);
            // Zarr's consolidated metadata, if the references had them. fsspec shows the store's own file instead.
            var isOwnName = valid && key.SequenceEqual(OwnName);
            var wanted = !isOwnName && builder.TryKey(valid ? key : cursor.Raw, valid);
            cursor.MustRead();
            written.SetLength(0);
            var isText = PythonJson.TryWrite(ref cursor, written);
            if (wanted && isText)
                builder.AddInline(written.Span);
            else if (wanted)
                builder.RefuseValue();
        }
        return true;
    }
}
