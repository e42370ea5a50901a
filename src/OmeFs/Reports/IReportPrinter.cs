namespace OmeFs.Reports;

/// <summary>Shows reports: to people on a terminal, or to programs.</summary>
internal interface IReportPrinter
{
    /// <summary>What was mounted, and how to open it.</summary>
    void PrintMounted(SourceReport source, string mountpoint);

    void PrintSource(SourceReport source);

    void PrintMounts(IReadOnlyList<MountReport> mounts);

    void PrintVerified(VerifyReport report);

    /// <summary>One of several, as soon as it is done; the report over all follows.</summary>
    void PrintVerifiedAmong(VerifyReport report);

    /// <inheritdoc cref="PrintVerifiedAmong"/>
    void PrintSourceAmong(SourceReport source);

    void PrintIndexed(IndexReport report);
}
