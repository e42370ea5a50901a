namespace OmeFs.Core.References.Parquet;

/// <summary>The kind of reference in a row.</summary>
internal enum RowKind
{
    /// <summary>Neither path nor bytes: there is no such key.</summary>
    Missing,

    /// <summary>Bytes in the file itself.</summary>
    Inline,

    /// <summary>A range of a target.</summary>
    Range,

    /// <summary>A whole target: offset and size are 0.</summary>
    Whole,

    /// <summary>An invalid reference: a negative offset, or a path that is not UTF-8.</summary>
    Invalid,
}

/// <summary>One reference of a <see cref="RecordGroup"/>.</summary>
/// <param name="Path">For Range and Whole: the path's number in <see cref="RecordGroup.Paths"/>.</param>
internal readonly record struct ReferenceRow(RowKind Kind, int Path, long Offset, long Length, ReadOnlyMemory<byte> Inline);
