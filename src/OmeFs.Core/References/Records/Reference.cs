namespace OmeFs.Core.References.Records;

/// <summary>One reference, unpacked from its record.</summary>
/// <param name="Url">For Range and Whole: the number of the URL in the <see cref="UrlTable"/>.</param>
/// <param name="Offset">For Range: bytes from the target's start.</param>
/// <param name="Length">For all kinds except Whole: bytes.</param>
/// <param name="Inline">For Inline and LargeInline: the bytes.</param>
internal readonly record struct Reference(ReferenceKind Kind, int Url, long Offset, long Length, ReadOnlyMemory<byte> Inline)
{
    public bool IsInline => Kind is ReferenceKind.Inline or ReferenceKind.LargeInline;
}
