using System.IO.Compression;
using System.Runtime.InteropServices;
using OmeFs.Core.References.Json;

namespace OmeFs.Core.References.Parquet.Format;

/// <summary>Unpacks the pages of one file, up to a limit in bytes. For one thread.</summary>
internal sealed class PageUnpacker(long most)
{
    /// <summary>The number of bytes that were unpacked.</summary>
    public long Total { get; private set; }

    /// <param name="codec">*Spec:* parquet.thrift, "CompressionCodec".</param>
    /// <param name="length">The number of bytes that the page must unpack to.</param>
    /// <exception cref="OmeFsException">It is damaged, too large, or has an unsupported compression.</exception>
    public ReadOnlyMemory<byte> Unpack(int codec, ReadOnlyMemory<byte> packed, int length)
    {
        Total += length;
        if (Total > most)
            throw new OmeFsException(FaultKind.LimitExceeded, $"its pages unpack to more than {most} bytes");
        return codec switch
        {
            0 => packed.Length == length ? packed : throw Wrong("a page", length),
            1 => Snappy(packed.Span, length),
            2 => Streamed(new GZipStream(Stream(packed), CompressionMode.Decompress), "gzip", length),
            6 => Streamed(new ZstdStream(Stream(packed)), "zstd", length),
            _ => throw ParquetFault.Unsupported($"Parquet compressed by {NameOf(codec)}"),
        };
    }

    private static byte[] Snappy(ReadOnlySpan<byte> packed, int length)
    {
        try
        {
            // The size that the data declare is checked before anything is allocated.
            if (Snappier.Snappy.GetUncompressedLength(packed) != length)
                throw Wrong("a snappy page", length);
            var unpacked = new byte[length];
            return Snappier.Snappy.TryDecompress(packed, unpacked, out var written) && written == length ? unpacked : throw Wrong("a snappy page", length);
        }
        catch (InvalidDataException cause)
        {
            throw Damaged("snappy", cause);
        }
    }

    private static byte[] Streamed(Stream unpacking, string name, int length)
    {
        try
        {
            using (unpacking)
            {
                var unpacked = new byte[length];
                return unpacking.ReadAtLeast(unpacked, length, throwOnEndOfStream: false) == length && unpacking.ReadByte() < 0
                    ? unpacked
                    : throw Wrong($"a {name} page", length);
            }
        }
        catch (InvalidDataException cause)
        {
            throw Damaged(name, cause);
        }
    }

    private static OmeFsException Damaged(string name, Exception cause) => new(FaultKind.Corrupt, $"damaged Parquet: the {name} data of a page are damaged", cause);

    private static OmeFsException Wrong(string page, int length) => ParquetFault.Damaged($"{page} does not have the {length} bytes that it should");

    private static MemoryStream Stream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var part) ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false) : new MemoryStream(bytes.ToArray());

    private static string NameOf(int codec) => codec switch
    {
        3 => "LZO",
        4 => "Brotli",
        5 or 7 => "LZ4",
        _ => $"codec {codec}",
    };
}
