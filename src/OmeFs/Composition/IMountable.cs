using OmeFs.Core;
using OmeFs.Core.Tree;
using OmeFs.Reports;

namespace OmeFs.Composition;

/// <summary>An opened source that can be mounted. The code that opened it disposes it, after the mount has ended.</summary>
internal interface IMountable : IDisposable
{
    IVirtualTree Tree { get; }

    /// <summary>Who may read all its files.</summary>
    ReadAccess Access { get; }

    /// <summary>The report of a mount. Fast, however large the source is.</summary>
    SourceReport Report();

    /// <summary>The report of `inspect`. Reads the whole index.</summary>
    /// <param name="progress">Called with the name of what is being counted.</param>
    Task<SourceReport> CountedReportAsync(Action<string> progress, CancellationToken cancellation);
}
