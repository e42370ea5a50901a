namespace OmeFs.Core.References.Records;

/// <summary>One reference, taken out of its record.</summary>
/// <param name="Url">Number of the URL in the <see cref="UrlTable"/>; of Range and Whole.</param>
/// <param name="Offset">Bytes from the target's start; of Range.</param>
/// <param name="Length">Bytes; of all but Whole.</param>
/// <param name="Inline">The bytes; of Inline and LargeInline.</param>
internal readonly record struct Reference(ReferenceKind Kind, int Url, long Offset, long Length, ReadOnlyMemory<byte> Inline)
{
    public bool IsInline => Kind is ReferenceKind.Inline or ReferenceKind.LargeInline;
}
