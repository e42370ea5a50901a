namespace OmeFs.Reports;

/// <summary>A text with others below it.</summary>
internal sealed record TerminalTree(TerminalText Text, IReadOnlyList<TerminalTree> Below)
{
    public TerminalTree(TerminalText text)
        : this(text, [])
    {
    }
}
