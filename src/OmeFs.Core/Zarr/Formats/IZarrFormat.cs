using System.Text.Json;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Zarr.Formats;

/// <summary>A version of Zarr that omefs reads: its metadata documents, and its names for types.</summary>
internal interface IZarrFormat
{
    /// <summary>2 or 3.</summary>
    int Version { get; }

    /// <summary>The format's name for a type of samples.</summary>
    string NameOf(DataType type);

    /// <summary>Whether the format has a metadata document of this name that is read.</summary>
    bool HasDocument(ReadOnlySpan<byte> key);

    /// <summary>Reads a metadata document; nothing in it is trusted. Fill values and codec settings are not read, because they are not used.</summary>
    /// <param name="key">The document's name in its folder, one that the format has.</param>
    /// <exception cref="InvalidOperationException">A string of the document is no text.</exception>
    ReadDocument Read(ReadOnlySpan<byte> key, JsonElement json);
}

/// <summary>The content of a folder's metadata document.</summary>
/// <param name="Array">Null if the folder is not an array, or its metadata are invalid.</param>
/// <param name="Attributes">The attributes of a group or an array, if the document has them.</param>
internal readonly record struct ReadDocument(ReadArray? Array, JsonElement? Attributes);

/// <summary>An array as its metadata document describes it.</summary>
internal sealed record ReadArray(IZarrFormat Format, ArrayMetadata Metadata, ChunkKeyEncoding Keys);
