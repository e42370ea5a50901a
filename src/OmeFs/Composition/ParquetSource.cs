using OmeFs.Core;
using OmeFs.Core.References;
using OmeFs.Core.References.Parquet;
using OmeFs.Core.Sources;
using OmeFs.Core.Tree;
using OmeFs.Reports;

namespace OmeFs.Composition;

/// <summary>A store of references in Parquet: its `.zmetadata` is read; its other files, and the targets, are opened as they are read.</summary>
internal sealed class ParquetSource : IMountable
{
    private readonly ParquetView _view;

    private ParquetSource(ParquetView view) => _view = view;

    public IVirtualTree Tree => _view.Tree;

    public ReadAccess Access => _view.Access;

    /// <param name="document">The store's `.zmetadata`.</param>
    public static async Task<ParquetSource> OpenAsync(SourceAddress document, ReferenceOptions options, CancellationToken cancellation)
    {
        using var opened = await SourceOpeners.ForNamed.OpenAsync(document, cancellation);
        return new ParquetSource(await ParquetView.OpenAsync(opened.Source, options, SourceOpeners.ForNamed, cancellation));
    }

    public SourceReport Report() => ReferenceReports.Of(_view);

    public Task<SourceReport> CountedReportAsync(Action<string> progress, CancellationToken cancellation)
    {
        progress("all keys");
        return Task.Run(() => ReferenceReports.CountedAsync(_view, cancellation), cancellation);
    }

    public void Dispose() => _view.Dispose();
}
