using System.Text.Json;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Zarr.Formats;

/// <summary>A version of Zarr: how it spells what arrays are.</summary>
internal interface IZarrFormat
{
    /// <summary>2 or 3.</summary>
    int Version { get; }

    /// <summary>What the format calls a type of samples.</summary>
    string NameOf(DataType type);

    /// <summary>Whether the format has a metadata document of this name that is read.</summary>
    bool HasDocument(ReadOnlySpan<byte> key);

    /// <summary>Reads a metadata document; nothing in it is trusted. Fill values and the settings of codecs are not read: nobody asks for them.</summary>
    /// <param name="key">The document's name in its folder, one that the format has.</param>
    /// <exception cref="InvalidOperationException">A string of the document is no text.</exception>
    ReadDocument Read(ReadOnlySpan<byte> key, JsonElement json);
}

/// <summary>What a metadata document says of its folder.</summary>
/// <param name="Array">Null where the folder is no array, or its metadata make no sense.</param>
/// <param name="Attributes">Of a group or an array, where the document has them.</param>
internal readonly record struct ReadDocument(ReadArray? Array, JsonElement? Attributes);

/// <summary>An array as its metadata document describes it.</summary>
internal sealed record ReadArray(IZarrFormat Format, ArrayMetadata Metadata, ChunkKeyEncoding Keys);
