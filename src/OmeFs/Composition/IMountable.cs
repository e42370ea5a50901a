using OmeFs.Core;
using OmeFs.Core.Tree;
using OmeFs.Reports;

namespace OmeFs.Composition;

/// <summary>An opened source that can be mounted. The code that opened it disposes it, after the mount has ended.</summary>
internal interface IMountable : IDisposable
{
    IVirtualTree Tree { get; }

    /// <summary>Who may read all the files it is made of.</summary>
    ReadAccess Access { get; }

    /// <summary>What a mount tells, at once however large the source is.</summary>
    SourceReport Report();

    /// <summary>What `inspect` tells, for which all of the index is read.</summary>
    /// <param name="progress">Called with what is being counted.</param>
    Task<SourceReport> CountedReportAsync(Action<string> progress, CancellationToken cancellation);
}
