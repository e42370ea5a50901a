namespace OmeFs.Core.References.Parquet;

/// <summary>What a row says of its key.</summary>
internal enum RowKind
{
    /// <summary>Neither path nor bytes: there is no such key.</summary>
    Missing,

    /// <summary>Bytes of the file itself.</summary>
    Inline,

    /// <summary>A range of a target.</summary>
    Range,

    /// <summary>A target as a whole: offset and size are 0.</summary>
    Whole,

    /// <summary>Something that cannot be read: a negative offset, a path that is no text.</summary>
    Invalid,
}

/// <summary>One reference of a <see cref="RecordGroup"/>.</summary>
/// <param name="Path">Its number in <see cref="RecordGroup.Paths"/>; of Range and Whole.</param>
internal readonly record struct ReferenceRow(RowKind Kind, int Path, long Offset, long Length, ReadOnlyMemory<byte> Inline);
