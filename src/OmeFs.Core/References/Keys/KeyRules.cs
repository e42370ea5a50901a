using OmeFs.Core.Tree;

namespace OmeFs.Core.References.Keys;

/// <summary>Which keys can be paths in a tree.</summary>
internal static class KeyRules
{
    /// <summary>Replaces "/" in stored keys, so that the order of bytes is the order of folders: "a", "a/b", "a.b".</summary>
    public const byte Separator = 0;

    /// <summary>Copies a key and replaces "/" by <see cref="Separator"/>, or returns why the key cannot be a path. The key must be valid UTF-8.</summary>
    /// <param name="stored">Has at least <see cref="ReferenceLimits.MaxKeyBytes"/> bytes.</param>
    public static KeyFault Copy(ReadOnlySpan<byte> key, Span<byte> stored)
    {
        if (key.Length > ReferenceLimits.MaxKeyBytes)
            return KeyFault.LongKey;
        if (key.Contains((byte)0))
            return KeyFault.Nul;
        key.CopyTo(stored);
        for (var (parts, start) = (1, 0); ; parts++)
        {
            var length = key[start..].IndexOf((byte)'/');
            var fault = Part(length < 0 ? key[start..] : key.Slice(start, length));
            if (fault != KeyFault.None)
                return fault;
            if (length < 0)
                return KeyFault.None;
            if (parts == ReferenceLimits.MaxKeyParts)
                return KeyFault.DeepKey;
            start += length + 1;
            stored[start - 1] = Separator;
        }
    }

    /// <summary>Whether a stored key is inside another key, if that is taken as a folder.</summary>
    public static bool IsUnder(ReadOnlySpan<byte> key, ReadOnlySpan<byte> folder) =>
        key.Length > folder.Length && key[folder.Length] == Separator && key.StartsWith(folder);

    private static KeyFault Part(ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
            return KeyFault.EmptyPart;
        if (part.Length > TreeLimits.MaxNameBytes)
            return KeyFault.LongPart;
        return part.SequenceEqual("."u8) || part.SequenceEqual(".."u8) ? KeyFault.DotPart : KeyFault.None;
    }
}
