namespace OmeFs.Manual;

/// <summary>The command line for the man page and the completions: what a user may type, and what it does.</summary>
internal sealed record CommandLineTable
{
    public required string Version { get; init; }

    public required string Description { get; init; }

    public required IReadOnlyList<CommandEntry> Commands { get; init; }

    /// <summary>The options that need no command.</summary>
    public required IReadOnlyList<OptionEntry> Options { get; init; }

    public required IReadOnlyList<string> Examples { get; init; }
}

/// <param name="Names">Its name, then its aliases.</param>
internal sealed record CommandEntry(IReadOnlyList<string> Names, string Description, IReadOnlyList<ArgumentEntry> Arguments, IReadOnlyList<OptionEntry> Options, IReadOnlyList<string> Examples)
{
    public string Name => Names[0];
}

internal sealed record ArgumentEntry(string Name, string Description, bool Required, bool Many, ExpectedValue Value);

/// <param name="Names">Short names first.</param>
/// <param name="ValueName">Null if it takes no value.</param>
/// <param name="Many">Whether it may be repeated.</param>
internal sealed record OptionEntry(IReadOnlyList<string> Names, string? ValueName, string Description, bool Required, bool Many, ExpectedValue Value);

/// <summary>What a shell offers for a value.</summary>
/// <param name="Words">For <see cref="ExpectedKind.Words"/>: all possible words.</param>
internal sealed record ExpectedValue(ExpectedKind Kind, IReadOnlyList<string> Words)
{
    public static ExpectedValue Of(ExpectedKind kind) => new(kind, []);
}

internal enum ExpectedKind
{
    /// <summary>Nothing that a shell can complete.</summary>
    Text,
    Words,

    /// <summary>A file or a folder.</summary>
    File,
    Folder,

    /// <summary>The mountpoint of a mount.</summary>
    Mount,
}
