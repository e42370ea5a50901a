namespace OmeFs.Reports;

/// <summary>Prints reports: for people on a terminal, or for programs.</summary>
internal interface IReportPrinter
{
    /// <summary>Prints what was mounted, and how to open it.</summary>
    void PrintMounted(SourceReport source, string mountpoint);

    void PrintSource(SourceReport source);

    void PrintMounts(IReadOnlyList<MountReport> mounts);

    void PrintVerified(VerifyReport report);

    /// <summary>Prints the report of one source among several as soon as it is finished. The report over all follows.</summary>
    void PrintVerifiedAmong(VerifyReport report);

    /// <inheritdoc cref="PrintVerifiedAmong"/>
    void PrintSourceAmong(SourceReport source);

    void PrintIndexed(IndexReport report);
}
