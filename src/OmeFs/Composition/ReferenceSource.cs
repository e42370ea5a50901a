using OmeFs.Core;
using OmeFs.Core.References;
using OmeFs.Core.References.View;
using OmeFs.Core.Sources;
using OmeFs.Core.Tree;
using OmeFs.Reports;

namespace OmeFs.Composition;

/// <summary>A reference document that was read and judged. The document itself is no longer needed; its targets are opened on demand.</summary>
internal sealed class ReferenceSource : IMountable
{
    private readonly ReferenceView _view;

    private ReferenceSource(ReferenceView view) => _view = view;

    public IVirtualTree Tree => _view.Tree;

    public ReadAccess Access => _view.Access;

    /// <param name="document">Owned by the caller.</param>
    public static ReferenceSource Open(IByteSource document, ReferencePacking packing, ReferenceOptions options) =>
        new(ReferenceView.Open(document, packing, options, SourceOpeners.ForNamed));

    public SourceReport Report() => ReferenceReports.Of(_view);

    public Task<SourceReport> CountedReportAsync(Action<string> progress, CancellationToken cancellation)
    {
        progress("all keys");
        return Task.Run(() => ReferenceReports.Counted(_view), cancellation);
    }

    public void Dispose() => _view.Dispose();
}
