using System.Buffers;

namespace OmeFs.Core.BinData;

/// <summary>
/// Finds where the characters of a base64 text are stored, in one pass over its pieces: by arithmetic if lines are regular, else by marks.
/// </summary>
internal sealed class Base64Survey
{
    public static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    private List<long>? _marks;
    private long _first;
    private long _end;
    private long _characters;
    private long _lineLength;
    private long _breakLength;
    private long _line;
    private long _gap;
    private bool _irregular;
    private int _padding;

    /// <summary>Whether characters are so far apart that reads would not be bounded. Matters only if lines are irregular.</summary>
    private bool _stretched;

    /// <param name="offset">Offset of the text in the source.</param>
    public void Add(ReadOnlySpan<byte> text, long offset)
    {
        while (!text.IsEmpty)
        {
            var run = LengthOrAll(text, text.IndexOfAny(WhiteSpace));
            if (run > 0)
                Characters(text[..run], offset);
            var gap = LengthOrAll(text[run..], text[run..].IndexOfAnyExcept(WhiteSpace));
            _gap += gap;
            text = text[(run + gap)..];
            offset += run + gap;
        }
    }

    /// <summary>The result; null if the text is irregular and mostly white space.</summary>
    public Base64Text? Finish()
    {
        CheckStretch(_end);
        var regular = !_irregular && _line <= _lineLength && _breakLength <= BinDataLimits.LongestBreak
            && _lineLength is >= BinDataLimits.ShortestLine and <= int.MaxValue;
        if (_lineLength == 0 || regular)
            return new Base64Text(_first, _end, _characters, (int)_lineLength, (int)_breakLength, _padding, null);
        return _stretched ? null : new Base64Text(_first, _end, _characters, 0, 0, _padding, _marks?.ToArray() ?? []);
    }

    private void Characters(ReadOnlySpan<byte> run, long offset)
    {
        if (_characters == 0)
            _first = offset;
        else if (_gap > 0)
            Break();
        _gap = 0;
        for (long next; (next = ((_marks?.Count ?? 0) + 1L) * Base64Text.Stride) < _characters + run.Length;)
        {
            CheckStretch(offset + next - _characters);
            (_marks ??= []).Add(offset + next - _characters);
        }
        _line += run.Length;
        _characters += run.Length;
        _end = offset + run.Length;
        _padding = run[^1] != (byte)'=' ? 0 : run.Length == 1 ? Math.Min(2, _padding + 1) : run[^2] == (byte)'=' ? 2 : 1;
    }

    private void Break()
    {
        if (_lineLength == 0)
            (_lineLength, _breakLength) = (_line, _gap);
        _irregular |= _line != _lineLength || _gap != _breakLength;
        _line = 0;
    }

    private void CheckStretch(long end) =>
        _stretched |= end - (_marks is null ? _first : _marks[^1]) > BinDataLimits.LongestStretch;

    private static int LengthOrAll(ReadOnlySpan<byte> text, int found) => found < 0 ? text.Length : found;
}
