using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using OmeFs.Core.References.Keys;

namespace OmeFs.Core.References;

/// <summary>A Zarr array (format 2) within a reference document, told by its .zarray.</summary>
/// <param name="Virtual">Chunks that are ranges of targets, or targets as a whole.</param>
/// <param name="Missing">Chunks without a key: Zarr's fill value.</param>
public sealed record ReferredArray(
    string Path, IReadOnlyList<long> Shape, IReadOnlyList<long> Chunks, string Dtype, string? Compressor, long Virtual, long Inline, long Missing)
{
    /// <summary>Arbitrary; the documents of real arrays have some hundred bytes.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>Arbitrary; numpy knows 64 dimensions.</summary>
    private const int MostDimensions = 64;

    private static ReadOnlySpan<byte> ArrayDocument => ".zarray"u8;

    private static ReadOnlySpan<byte> Attributes => ".zattrs"u8;

    /// <summary>The path of the folder a document lies in, "" for the root.</summary>
    internal static string PathOf(ReadOnlySpan<byte> key) =>
        Encoding.UTF8.GetString(key[..Math.Max(key.LastIndexOf(KeyRules.Separator), 0)]).Replace((char)KeyRules.Separator, '/');

    /// <summary>The array whose document lies at a position, its chunks counted; null where there is none, or one that makes no sense.</summary>
    internal static ReferredArray? TryRead(ReferenceSet references, int position)
    {
        var key = references.Key(position);
        if (!IsCalled(key, ArrayDocument) || Parse(references.At(position)) is not { } json)
            return null;
        using (json)
            return TryRead(json.RootElement, PathOf(key)) is { } array ? array.Counted(references, key[..^ArrayDocument.Length]) : null;
    }

    /// <summary>Whether the document at a position says that its folder is an OME-Zarr image.</summary>
    internal static bool IsImage(ReferenceSet references, int position)
    {
        if (!IsCalled(references.Key(position), Attributes) || Parse(references.At(position)) is not { } json)
            return false;
        using (json)
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("multiscales", out _);
    }

    private static bool IsCalled(ReadOnlySpan<byte> key, ReadOnlySpan<byte> name) =>
        key.EndsWith(name) && (key.Length == name.Length || key[^(name.Length + 1)] == KeyRules.Separator);

    private static JsonDocument? Parse(Reference document)
    {
        try
        {
            return document.Length <= MostBytes ? JsonDocument.Parse(document.Inline) : null;
        }
        catch (JsonException)
        {
            return null; // shown as it is; that it is no JSON is a matter of who reads it
        }
    }

    private static ReferredArray? TryRead(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object || Extents(json, "shape") is not { } shape || Extents(json, "chunks") is not { } chunks
            || shape.Count != chunks.Count || chunks.Contains(0) || !json.TryGetProperty("dtype", out var dtype))
            return null;
        var compressor = json.TryGetProperty("compressor", out var codec) && codec.ValueKind == JsonValueKind.Object && codec.TryGetProperty("id", out var id) ? id.ToString() : null;
        return new ReferredArray(path, shape, chunks, dtype.ToString(), compressor, 0, 0, 0);
    }

    private static List<long>? Extents(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostDimensions)
            return null;
        var extents = new List<long>();
        foreach (var extent in list.EnumerateArray())
        {
            if (extent.ValueKind != JsonValueKind.Number || !extent.TryGetInt64(out var number) || number < 0)
                return null;
            extents.Add(number);
        }
        return extents;
    }

    /// <param name="folder">The array's, with the separator at its end.</param>
    private ReferredArray Counted(ReferenceSet references, ReadOnlySpan<byte> folder)
    {
        long virtually = 0, inline = 0;
        for (var position = references.LowerBound(folder); position < references.Count && references.Key(position).StartsWith(folder); position++)
        {
            if (!IsChunk(references.Key(position)[folder.Length..]))
                continue;
            if (references.At(position).IsInline)
                inline++;
            else
                virtually++;
        }
        Int128 all = 1;
        for (var axis = 0; axis < Shape.Count && all <= long.MaxValue; axis++)
            all *= ((Int128)Shape[axis] + Chunks[axis] - 1) / Chunks[axis];
        return this with { Virtual = virtually, Inline = inline, Missing = (long)Int128.Clamp(all - virtually - inline, 0, long.MaxValue) };
    }

    /// <summary>Whether a name is that of a chunk within the grid: "0.12", or "0" and "12" with the separator between.</summary>
    private bool IsChunk(ReadOnlySpan<byte> name)
    {
        for (var axis = 0; axis < Math.Max(Shape.Count, 1); axis++)
        {
            if (!Utf8Parser.TryParse(name, out long index, out var length) || index < 0 || index >= (Shape.Count == 0 ? 1 : (Shape[axis] + Chunks[axis] - 1) / Chunks[axis]))
                return false;
            name = name[length..];
            if (axis == Math.Max(Shape.Count, 1) - 1)
                return name.IsEmpty;
            if (name.IsEmpty || (name[0] != '.' && name[0] != KeyRules.Separator))
                return false;
            name = name[1..];
        }
        return false;
    }
}
