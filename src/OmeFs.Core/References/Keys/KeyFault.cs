namespace OmeFs.Core.References.Keys;

/// <summary>Why a reference is left out of the tree, or is not what it seems to be.</summary>
internal enum KeyFault
{
    None,
    EmptyPart,
    DotPart,
    Nul,
    LongPart,
    LongKey,
    DeepKey,
    NotUtf8,

    /// <summary>The key is also a folder: "a", if there is "a/b". The folder is shown.</summary>
    FileAndFolder,

    /// <summary>The key occurs twice. The last one counts, as in every JSON reader.</summary>
    Twice,

    /// <summary>The value is not a string, an object, [url] or [url, offset, length] with whole numbers of at least 0. The key is shown but cannot be read.</summary>
    Value,
}
