using System.Buffers;
using System.Buffers.Text;
using OmeFs.Core.Sources;

namespace OmeFs.Core.BinData;

/// <summary>Decodes a base64 text in a source from any offset. Reads only the characters it needs, in pieces.</summary>
internal sealed class Base64Reader(IByteSource source)
{
    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/ \t\r\n"u8);

    /// <summary>Fills <paramref name="decoded"/> from an offset in the decoded bytes; the range must be within them.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/> with the offset of the first byte that is not base64, or as the source says.</exception>
    public async ValueTask ReadAsync(Base64Text text, long offset, Memory<byte> decoded, CancellationToken cancellation = default)
    {
        while (!decoded.IsEmpty)
        {
            var count = (int)Math.Min(decoded.Length, text.PieceBytes - (offset % text.PieceBytes));
            await ReadPieceAsync(text, offset, decoded[..count], cancellation);
            offset += count;
            decoded = decoded[count..];
        }
    }

    private async ValueTask ReadPieceAsync(Base64Text text, long offset, Memory<byte> decoded, CancellationToken cancellation)
    {
        var first = offset / 3 * 4;
        var end = Math.Min((offset + decoded.Length + 2) / 3 * 4, text.Characters);
        var range = text.RangeOf(first, end);
        // Four more, so that missing padding can be appended.
        var encoded = ScratchBytes.Rent(range.Length + 4);
        try
        {
            await source.ReadAtAsync(range.Offset, encoded.AsMemory(0, range.Length), cancellation);
            var length = text.HasBreaks ? WithoutWhiteSpace(encoded.AsSpan(0, range.Length)) : range.Length;
            var characters = (int)(end - first);
            if (length < range.Skip + characters || !Decode(encoded.AsSpan(range.Skip, characters + 4), characters, (int)(offset % 3), decoded.Span))
                throw await InvalidTextAsync(range.Offset, range.Length, cancellation);
        }
        finally
        {
            ScratchBytes.Return(encoded);
        }
    }

    /// <summary>Decodes in place.</summary>
    /// <param name="encoded">The characters, and room for padding.</param>
    private static bool Decode(Span<byte> encoded, int characters, int skip, Span<byte> decoded)
    {
        var padding = -characters & 3;
        encoded.Slice(characters, padding).Fill((byte)'=');
        var status = Base64.DecodeFromUtf8InPlace(encoded[..(characters + padding)], out var written);
        if (status != OperationStatus.Done || written < skip + decoded.Length)
            return false;
        encoded.Slice(skip, decoded.Length).CopyTo(decoded);
        return true;
    }

    /// <summary>Removes white space in place; returns the number of characters left.</summary>
    private static int WithoutWhiteSpace(Span<byte> text)
    {
        var to = 0;
        for (var from = 0; from < text.Length;)
        {
            var run = text[from..].IndexOfAny(Base64Survey.WhiteSpace);
            run = run < 0 ? text.Length - from : run;
            text.Slice(from, run).CopyTo(text[to..]);
            to += run;
            from += run;
            var gap = text[from..].IndexOfAnyExcept(Base64Survey.WhiteSpace);
            from = gap < 0 ? text.Length : from + gap;
        }
        return to;
    }

    /// <summary>Reads the text again to find the fault: it was decoded in place.</summary>
    private async Task<OmeFsException> InvalidTextAsync(long offset, int length, CancellationToken cancellation)
    {
        var text = new byte[length];
        await source.ReadAtAsync(offset, text, cancellation);
        var at = text.AsSpan().IndexOfAnyExcept(Alphabet);
        var what = at < 0
            ? $"the base64 from offset {offset} to {offset + length} is cut off"
            : $"base64 expected at offset {offset + at}, found the byte 0x{text[at]:X2}";
        return new OmeFsException(FaultKind.Corrupt, $"{source.Name}: {what}");
    }
}
