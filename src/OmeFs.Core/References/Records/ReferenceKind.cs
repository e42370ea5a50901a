namespace OmeFs.Core.References.Records;

/// <summary>What a key stands for.</summary>
internal enum ReferenceKind : byte
{
    /// <summary>A range of a target: [url, offset, length].</summary>
    Range,

    /// <summary>A target as a whole: [url].</summary>
    Whole,

    /// <summary>Bytes of the document itself.</summary>
    Inline,

    /// <summary>The same, kept apart because they are many.</summary>
    LargeInline,
}
