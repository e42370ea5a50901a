namespace OmeFs.Core.References.Records;

/// <summary>What a key refers to.</summary>
internal enum ReferenceKind : byte
{
    /// <summary>A range of a target: [url, offset, length].</summary>
    Range,

    /// <summary>A target as a whole: [url].</summary>
    Whole,

    /// <summary>Bytes that are in the document itself.</summary>
    Inline,

    /// <summary>The same, stored separately because there are many bytes.</summary>
    LargeInline,
}
