namespace OmeFs.Reports;

/// <summary>Shows reports: to people on a terminal, or to programs.</summary>
internal interface IReportPrinter
{
    /// <summary>What was mounted, and how to open it.</summary>
    void PrintMounted(SourceReport source, string mountpoint);

    void PrintSource(SourceReport source);

    void PrintFolder(FolderReport folder);

    void PrintMounts(IReadOnlyList<MountReport> mounts);

    void PrintVerified(VerifyReport report);

    void PrintIndexed(IndexReport report);
}
