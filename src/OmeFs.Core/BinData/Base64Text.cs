namespace OmeFs.Core.BinData;

/// <summary>Where a base64 text is stored in a source, and where each of its characters is. Pure arithmetic.</summary>
/// <param name="Offset">Offset of the first character; white space before it does not belong to the text.</param>
/// <param name="End">Offset behind the last character.</param>
/// <param name="Characters">The number of characters, without white space, with padding.</param>
/// <param name="LineCharacters">Characters of every line except the last, which may be shorter; 0 for a single line, or with <paramref name="Marks"/>.</param>
/// <param name="BreakBytes">Bytes of white space between two lines.</param>
/// <param name="Padding">How many of the last two characters are "=".</param>
/// <param name="Marks">If lines are irregular: the offsets of the characters numbered <see cref="Stride"/>, 2·<see cref="Stride"/>, ...</param>
internal readonly record struct Base64Text(long Offset, long End, long Characters, int LineCharacters, int BreakBytes, int Padding, long[]? Marks)
{
    /// <summary>Characters between two marks: an index of 8 bytes for 64 KiB of text.</summary>
    public const int Stride = 64 * 1024;

    /// <summary>Characters read at a time if their offsets follow from arithmetic.</summary>
    private const int LongPiece = 256 * 1024;

    /// <summary>The most decoded bytes of one read; pieces begin at multiples of it.</summary>
    public int PieceBytes => (Marks is null ? LongPiece : Stride) / 4 * 3;

    public bool HasBreaks => LineCharacters > 0 || Marks is not null;

    public long DecodedBytes => (Characters / 4 * 3) + Math.Max(0, (Characters % 4) - 1) - Padding;

    /// <summary>The bytes of the source that hold some characters of one piece.</summary>
    /// <param name="first">Number of the first character, from 0.</param>
    /// <param name="end">One past the last.</param>
    /// <returns>The range, and how many of its characters come before the first.</returns>
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
