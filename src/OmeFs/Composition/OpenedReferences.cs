using OmeFs.Core;
using OmeFs.Core.References;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tree;
using OmeFs.Reports;

namespace OmeFs.Composition;

/// <summary>A reference document, read and judged. The document itself is closed again; its targets are opened as they are read.</summary>
internal sealed class OpenedReferences : IOpened
{
    private readonly ReferenceView _view;

    private OpenedReferences(ReferenceView view) => _view = view;

    public IVirtualTree Tree => _view.Tree;

    public ReadAccess Access => _view.Access;

    public static OpenedReferences Open(string path, ReferencePacking packing, ReferenceOptions options)
    {
        using var source = FileSource.Open(path);
        return new OpenedReferences(ReferenceView.Open(source, packing, options));
    }

    public SourceReport Report() => ReferenceReports.Of(_view);

    public Task<SourceReport> CountedReportAsync(Action<string> progress, CancellationToken cancellation)
    {
        progress("all keys");
        return Task.Run(() => ReferenceReports.Counted(_view), cancellation);
    }

    public void Dispose() => _view.Dispose();
}
