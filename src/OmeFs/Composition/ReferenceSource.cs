using OmeFs.Core;
using OmeFs.Core.References;
using OmeFs.Core.References.Parquet;
using OmeFs.Core.References.View;
using OmeFs.Core.Sources;
using OmeFs.Core.Tree;
using OmeFs.Reports;

namespace OmeFs.Composition;

/// <summary>References, in JSON or in Parquet. Their document was read and judged, and is no longer needed; their targets are opened on demand.</summary>
internal sealed class ReferenceSource : IMountable
{
    private readonly IDisposable _view;
    private readonly Func<SourceReport> _report;
    private readonly Func<CancellationToken, Task<SourceReport>> _counted;

    private ReferenceSource(IDisposable view, Func<SourceReport> report, Func<CancellationToken, Task<SourceReport>> counted) =>
        (_view, _report, _counted) = (view, report, counted);

    public required IVirtualTree Tree { get; init; }

    public required ReadAccess Access { get; init; }

    /// <param name="document">Reference JSON; owned by the caller.</param>
    public static ReferenceSource Open(IByteSource document, ReferencePacking packing, ReferenceOptions options)
    {
        var view = ReferenceView.Open(document, packing, options, SourceOpeners.ForNamed);
        return new ReferenceSource(view, () => ReferenceReports.Of(view), _ => Task.FromResult(ReferenceReports.Counted(view))) { Tree = view.Tree, Access = view.Access };
    }

    /// <param name="document">The `.zmetadata` of a store in Parquet, whose other files are opened as they are read.</param>
    public static async Task<ReferenceSource> OpenStoreAsync(SourceAddress document, ReferenceOptions options, CancellationToken cancellation)
    {
        using var opened = await SourceOpeners.ForNamed.OpenAsync(document, cancellation);
        var view = await ParquetView.OpenAsync(opened.Source, options, SourceOpeners.ForNamed, cancellation);
        return new ReferenceSource(view, () => ReferenceReports.Of(view), stop => ReferenceReports.CountedAsync(view, stop)) { Tree = view.Tree, Access = view.Access };
    }

    public SourceReport Report() => _report();

    public Task<SourceReport> CountedReportAsync(Action<string> progress, CancellationToken cancellation)
    {
        progress("all keys");
        return Task.Run(() => _counted(cancellation), cancellation);
    }

    public void Dispose() => _view.Dispose();
}
