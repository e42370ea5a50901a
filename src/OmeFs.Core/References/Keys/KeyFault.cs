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

    /// <summary>Also a folder: "a" where there is "a/b". The folder is shown.</summary>
    FileAndFolder,

    /// <summary>Said twice. The last one counts, as in every JSON reader.</summary>
    Twice,

    /// <summary>The value is no text, object, [url] or [url, offset, length] with whole numbers from 0 on. The key is shown, and cannot be read.</summary>
    Value,
}
