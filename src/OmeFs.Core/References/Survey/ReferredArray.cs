using System.Text;
using OmeFs.Core.References.Generated;
using OmeFs.Core.References.Keys;
using OmeFs.Core.References.Set;
using OmeFs.Core.Zarr.Formats;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.References.Survey;

/// <summary>A Zarr array in a reference document: described by its metadata document, with its chunks counted.</summary>
/// <param name="ZarrFormat">2 or 3.</param>
/// <param name="Chunks">The shape of a chunk. If the array has shards: the shape of a shard, and shards are counted.</param>
/// <param name="Compressor">Format 2: the compressor. Format 3: all codecs except "bytes".</param>
/// <param name="Virtual">Chunks that are ranges of targets, or whole targets.</param>
/// <param name="Missing">Chunks without a key, which have Zarr's fill value.</param>
public sealed record ReferredArray(
    string Path, int ZarrFormat, IReadOnlyList<long> Shape, IReadOnlyList<long> Chunks, string Dtype, string? Compressor, long Virtual, long Inline, long Missing)
{
    /// <summary>The path of the document's folder; "" for the root.</summary>
    internal static string PathOf(ReadOnlySpan<byte> key) => Encoding.UTF8.GetString(FolderOf(key)).Replace((char)KeyRules.Separator, '/').TrimEnd('/');

    /// <param name="position">The packed position of the array's metadata document.</param>
    internal static ReferredArray Count(ReferenceSet references, int position, ReadArray array)
    {
        var folder = FolderOf(references.Key(position, []));
        var (metadata, keys) = (array.Metadata, array.Keys);
        var grid = metadata.Chunks.Counts(metadata.Shape);
        long virtually = 0, inline = 0;
        var end = folder.IsEmpty ? references.Count : references.EndOf(folder, references.LowerBound(folder));
        for (var at = references.LowerBound(folder); at < end; at++)
        {
            if (references.StretchAt(at) is { } stretch)
            {
                var after = Math.Min(stretch.End, end);
                virtually += CountGenerated(stretch, at - stretch.First, after - stretch.First, folder.Length, keys, grid);
                at = after - 1;
            }
            else if (!keys.IsKey(references.Key(at, [])[folder.Length..], grid, KeyRules.Separator))
                continue;
            else if (references.At(at).IsInline)
                inline++;
            else
                virtually++;
        }
        return Of(PathOf(references.Key(position, [])), array, virtually, inline);
    }

    /// <summary>The array with its counted chunks; all other chunks are missing.</summary>
    internal static ReferredArray Of(string path, ReadArray array, long virtually, long inline)
    {
        var metadata = array.Metadata;
        return new ReferredArray(
            path,
            array.Format.Version,
            metadata.Shape,
            metadata.Chunks.ChunkShape,
            array.Format.NameOf(metadata.Type),
            PackedBy(array.Format, metadata),
            virtually,
            inline,
            (long)Int128.Clamp(Product(metadata.Chunks.Counts(metadata.Shape)) - virtually - inline, 0, long.MaxValue));
    }

    private static string? PackedBy(IZarrFormat format, ArrayMetadata array)
    {
        var codecs = array.Codecs.Compressors.Select(codec => codec.Name);
        if (format.Version != 2)
            codecs = [.. array.Codecs.Filters.Select(codec => codec.Name), .. array.Chunks.InnerShape is null ? Array.Empty<string>() : ["sharding_indexed"], .. codecs];
        return string.Join(' ', codecs) is { Length: > 0 } words ? words : null;
    }

    /// <summary>A name is a chunk if its numbers are small enough. If the greatest name is a chunk, all are; if the least is not, none is.</summary>
    private static long CountGenerated(PlacedStretch generated, long from, long to, int folder, ChunkKeyEncoding names, long[] grid)
    {
        var keys = generated.Stretch.Keys;
        var room = new byte[keys.Longest];
        if (keys.Ends(from, to) is { } ends)
        {
            if (names.IsKey(room.AsSpan(0, keys.Write(ends.Greatest, room))[folder..], grid, KeyRules.Separator))
                return to - from;
            if (!names.IsKey(room.AsSpan(0, keys.Write(ends.Least, room))[folder..], grid, KeyRules.Separator))
                return 0;
        }
        long chunks = 0;
        for (; from < to; from++)
            if (names.IsKey(room.AsSpan(0, keys.Write(from, room))[folder..], grid, KeyRules.Separator))
                chunks++;
        return chunks;
    }

    /// <summary>The document's folder, with a trailing separator; empty for the root.</summary>
    private static ReadOnlySpan<byte> FolderOf(ReadOnlySpan<byte> key) => key[..(key.LastIndexOf(KeyRules.Separator) + 1)];

    /// <summary>The number of chunks; numbers that overflow are the greatest number.</summary>
    private static Int128 Product(long[] grid)
    {
        Int128 all = grid.Contains(0) ? 0 : 1;
        foreach (var chunks in grid)
            all = Int128.Min(all * chunks, long.MaxValue);
        return all;
    }
}
