namespace OmeFs.Core.BinData;

/// <summary>Where a base64 text lies in a source, and which byte holds which of its characters. Pure arithmetic.</summary>
/// <param name="Offset">Of the first character; white space before it is no part of the text.</param>
/// <param name="End">One past the last character.</param>
/// <param name="Characters">Without white space, with padding.</param>
/// <param name="LineCharacters">Of every line but the last, which may be shorter; 0 where all is one line, or <paramref name="Marks"/> are kept.</param>
/// <param name="BreakBytes">White space between two lines.</param>
/// <param name="Padding">How many of the last two characters are "=".</param>
/// <param name="Marks">Where lines are not regular: the offsets of the characters numbered <see cref="Stride"/>, 2·<see cref="Stride"/>, ...</param>
public readonly record struct Base64Text(long Offset, long End, long Characters, int LineCharacters, int BreakBytes, int Padding, long[]? Marks)
{
    /// <summary>Characters from mark to mark: an index of 8 bytes for 64 KiB of text.</summary>
    public const int Stride = 64 * 1024;

    /// <summary>Characters read at a time where their places are known by arithmetic.</summary>
    private const int LongPiece = 256 * 1024;

    /// <summary>Decoded bytes that one read takes at most; pieces begin at multiples of it.</summary>
    public int PieceBytes => (Marks is null ? LongPiece : Stride) / 4 * 3;

    public bool HasBreaks => LineCharacters > 0 || Marks is not null;

    public long DecodedBytes => (Characters / 4 * 3) + Math.Max(0, (Characters % 4) - 1) - Padding;

    /// <summary>The bytes of the source that hold some characters of one piece.</summary>
    /// <param name="first">Of the characters, from 0.</param>
    /// <param name="end">One past the last.</param>
    /// <returns>The range, and how many characters in it come before the first.</returns>
    public (long Offset, int Length, int Skip) RangeOf(long first, long end)
    {
        if (Marks is not null)
        {
            var stretch = (int)(first / Stride);
            var start = stretch == 0 ? Offset : Marks[stretch - 1];
            return (start, (int)((stretch < Marks.Length ? Marks[stretch] : End) - start), (int)(first % Stride));
        }
        var from = PlaceOf(first);
        return (from, (int)(PlaceOf(end - 1) + 1 - from), 0);
    }

    private long PlaceOf(long character) => Offset + character + (LineCharacters > 0 ? character / LineCharacters * BreakBytes : 0);
}
