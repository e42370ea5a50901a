namespace OmeFs.Core.References;

/// <summary>Limits of reference documents. They are arbitrary if no reason is given.</summary>
internal static class ReferenceLimits
{
    /// <summary>Bytes of JSON text, unpacked. A compressed file of a few megabytes may unpack to any length.</summary>
    public const long MaxDocumentBytes = 64L << 30;

    /// <summary>Bytes of one JSON string, and of one inline JSON document: each must be in memory as a whole.</summary>
    public const int MaxTokenBytes = 64 << 20;

    /// <summary>Digits of one number. Python's own limit for whole numbers is 4,300.</summary>
    public const int MaxNumberBytes = 128 << 10;

    /// <summary>Bytes of all inline values together; they are kept in memory.</summary>
    public const long MaxInlineBytes = 1L << 30;

    /// <summary>The nesting depth of an inline JSON document.</summary>
    public const int MaxJsonDepth = 128;

    /// <summary>PATH_MAX without its NUL: a longer path cannot be opened in one call.</summary>
    public const int MaxKeyBytes = 4095;

    /// <summary>Parts of a key. *Invariant:* the number fits into the bits that <see cref="Tree.ReferenceNodes"/> has for it.</summary>
    public const int MaxKeyParts = 63;

    /// <summary>Bytes of a URL or a key after its templates are filled in.</summary>
    public const int MaxRenderedBytes = 64 << 10;

    /// <summary>References of a document. A position is a number of 31 bits.</summary>
    public const long MaxReferences = int.MaxValue;

    /// <summary>References of a document's `gen` that cannot be calculated and are stored: one line of text could need any amount of memory. These take half a
    /// gigabyte.</summary>
    public const long MaxGenerated = 10_000_000;

    /// <summary>Bytes of all URLs together, after templates are filled in: a short template may make them long.</summary>
    public const long MaxUrlBytes = 256 << 20;

    /// <summary>URLs of all calculated entries of a document's `gen`: each URL is judged and stored.</summary>
    public const long MaxGeneratedUrls = 1_000_000;

    public const int MaxTemplates = 100_000;

    /// <summary>Brackets, calls and signs within one expression.</summary>
    public const int MaxExpressionDepth = 64;

    /// <summary>Operators within one expression.</summary>
    public const int MaxOperators = 1_000;

    /// <summary>Files that are open at the same time.</summary>
    public const int MaxOpenTargets = 128;
}
