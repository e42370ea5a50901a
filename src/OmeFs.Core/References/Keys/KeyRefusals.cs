using System.Globalization;
using System.Text;

namespace OmeFs.Core.References.Keys;

/// <summary>Counts the keys that were left out of the tree, by reason, with the first few keys of each.</summary>
internal sealed class KeyRefusals
{
    private const int Examples = 3;
    private const int LongestExample = 80;

    private readonly SortedDictionary<KeyFault, (long Count, List<string> First)> _faults = [];

    public bool Any => _faults.Count > 0;

    /// <param name="key">As it is in the document, or as it is stored.</param>
    public void Add(KeyFault fault, ReadOnlySpan<byte> key)
    {
        var (count, first) = _faults.TryGetValue(fault, out var known) ? known : (0, []);
        if (first.Count < Examples)
            first.Add(Shortened(key));
        _faults[fault] = (count + 1, first);
    }

    /// <summary>One line per reason.</summary>
    public IEnumerable<string> Lines() => _faults.Select(fault => string.Create(
        CultureInfo.InvariantCulture,
        $"{fault.Value.Count:#,0} {(fault.Value.Count == 1 ? "key" : "keys")} {Why(fault.Key)}: {string.Join(", ", fault.Value.First)}{(fault.Value.Count > Examples ? ", ..." : "")}"));

    private static string Shortened(ReadOnlySpan<byte> key)
    {
        var text = Encoding.UTF8.GetString(key[..Math.Min(key.Length, LongestExample)]).Replace((char)KeyRules.Separator, '/');
        return $"'{text}{(key.Length > LongestExample ? "..." : "")}'";
    }

    private static string Why(KeyFault fault) => fault switch
    {
        KeyFault.EmptyPart => "left out, with an empty part (a '/' at an end, or two in a row)",
        KeyFault.DotPart => "left out, with a part '.' or '..'",
        KeyFault.Nul => "left out, with a NUL",
        KeyFault.LongPart => "left out, with a part of more than 255 bytes",
        KeyFault.LongKey => $"left out, longer than {ReferenceLimits.MaxKeyBytes} bytes",
        KeyFault.DeepKey => $"left out, with more than {ReferenceLimits.MaxKeyParts} parts",
        KeyFault.NotUtf8 => "left out, not valid UTF-8",
        KeyFault.FileAndFolder => "left out, both file and folder (the folder is shown)",
        KeyFault.Twice => "given more than once (the last one counts)",
        KeyFault.Value => "cannot be read (EIO), with a value that is not a string, an object, [url] or [url, offset, length]",
        KeyFault.None => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
