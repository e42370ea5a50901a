namespace OmeFs.Core.References;

/// <summary>Bounds of reference documents. All are arbitrary where no reason is given.</summary>
internal static class ReferenceLimits
{
    /// <summary>JSON text, unpacked: a compressed file of a few megabytes may claim any length.</summary>
    public const long MaxDocumentBytes = 64L << 30;

    /// <summary>One string of the JSON, and one inline JSON document: it has to be in memory as a whole.</summary>
    public const int MaxTokenBytes = 64 << 20;

    /// <summary>Digits of one number. Python's own limit for whole ones is 4,300.</summary>
    public const int MaxNumberBytes = 128 << 10;

    /// <summary>All inline values together; they are kept in memory.</summary>
    public const long MaxInlineBytes = 1L << 30;

    /// <summary>How deep objects may nest in an inline JSON document.</summary>
    public const int MaxJsonDepth = 128;

    /// <summary>PATH_MAX without its NUL: nobody could open a longer path at once.</summary>
    public const int MaxKeyBytes = 4095;

    /// <summary>Parts of a key. *Invariant:* fits in the bits that <see cref="Tree.ReferenceNodes"/> has for it.</summary>
    public const int MaxKeyParts = 63;

    /// <summary>What a URL, or a key, may have grown to when its templates are filled in.</summary>
    public const int MaxRenderedBytes = 64 << 10;

    /// <summary>All references of a document. A position is a number of 31 bits.</summary>
    public const long MaxReferences = int.MaxValue;

    /// <summary>References of a document's `gen` that are no arithmetic: a line of text could take any memory. These take half a gigabyte.</summary>
    public const long MaxGenerated = 10_000_000;

    /// <summary>All URLs together, templates filled in: a short one may make them long.</summary>
    public const long MaxUrlBytes = 256 << 20;

    /// <summary>URLs of all entries of a document's `gen` that are arithmetic: each is judged, and kept.</summary>
    public const long MaxGeneratedUrls = 1_000_000;

    public const int MaxTemplates = 100_000;

    /// <summary>Brackets, calls and signs within one expression.</summary>
    public const int MaxExpressionDepth = 64;

    /// <summary>Operators within one expression.</summary>
    public const int MaxOperators = 1_000;

    /// <summary>Files that are open at a time.</summary>
    public const int MaxOpenTargets = 128;
}
