using System.Globalization;
using OmeFs.Core.References.Survey;
using OmeFs.Core.References.Targets;
using OmeFs.Core.References.Tree;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tree;

namespace OmeFs.Core.References.Parquet;

/// <summary>A store of references in Parquet as a tree: what a mount shows and what `inspect` counts. Safe from many threads.</summary>
/// <remarks>Ownership: keeps targets open. `.zmetadata` is no longer needed.</remarks>
public sealed class ParquetView : IDisposable
{
    /// <summary>The name of the file that makes a folder a store.</summary>
    public const string DocumentName = StoreDocument.FileName;

    /// <summary>A store may refer to a thousand folders; the first few are enough for a message.</summary>
    private const int Examples = 10;

    private readonly StoreArrays _arrays;
    private readonly StoreDocument _document;
    private readonly RecordFiles _files;
    private readonly TargetPool _pool;
    private readonly SourcePolicy _policy;
    private readonly string _folder;

    private ParquetView(
        IByteSource source, StoreDocument document, StoreArrays arrays, ReferenceTree documents, RecordFiles files, TargetPool pool, LazyTargets targets, SourcePolicy policy, string folder)
    {
        (Name, Identity, _document, _arrays, _files, _pool, _policy, _folder) = (source.Address.Folder, source.Identity, document, arrays, files, pool, policy, folder);
        Tree = new ParquetTree(documents, arrays.All, (ulong)document.Documents.Count, files, new ReferenceContent(pool), targets);
    }

    /// <summary>The store's folder.</summary>
    public string Name { get; }

    public SourceIdentity Identity { get; }

    public IVirtualTree Tree { get; }

    /// <summary>Who may read `.zmetadata`. If the mount is shared, a file that not all of these users may read is refused when it is opened.</summary>
    public required ReadAccess Access { get; init; }

    /// <summary>The number of documents and of possible chunks; at most this many keys are shown.</summary>
    public long Count => Tree.NodeCount;

    /// <summary>What a user should know before relying on the tree, one sentence each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Whether a `.zmetadata` belongs to a store, and is not Zarr's own. Reads it at most once, and keeps nothing of it.</summary>
    /// <exception cref="OmeFsException">It cannot be read, or is not JSON.</exception>
    public static bool IsStore(IByteSource document)
    {
        if (document.Length > ParquetLimits.MaxDocumentBytes)
            return false;
        using var stream = new SourceStream(document);
        return StoreDocument.IsOne(stream, document.Name);
    }

    /// <param name="source">The store's `.zmetadata`. Relative URLs are relative to the folder that the store is in.</param>
    /// <param name="opener">Opens targets that are not local files. Local files are opened by the store's own policy.</param>
    /// <exception cref="OmeFsException">It cannot be shown, or not under these options.</exception>
    public static async ValueTask<ParquetView> OpenAsync(IByteSource source, ReferenceOptions options, ISourceOpener opener, CancellationToken cancellation)
    {
        var store = source.Address.Folder;
        var folder = SourceAddress.OfPath(store).Folder;
        var document = StoreDocument.Read(await BytesAsync(source, cancellation), source.Name);
        var access = new TargetAccess(new PathAccess().Of(source), options.IsShared);
        // A policy for "/" would allow nothing, so a store there may use the files inside itself.
        var (own, policy) = (new SourcePolicy(store, options.AllowedSources), new SourcePolicy(folder == "/" ? store : folder, options.AllowedSources));
        var targets = new LazyTargets(folder, policy);
        _ = targets.NumberOf(""); // *Invariant:* number 1, to which invalid documents refer.
        var pool = new TargetPool(targets, new TargetOpener(policy, access, opener).OpenAsync);
        var files = new RecordFiles(store, document.RecordSize, new TargetOpener(own, access, opener).OpenAsync);
        var version = new NodeVersion(source.Identity.ModifiedNanoseconds, source.Identity.Fingerprint());
        var documents = new ReferenceTree(document.Documents, new ReferenceFiles(document.Documents, pool), version, source.Length);
        var arrays = await StoreArrays.FindAsync(document.Documents, documents, ReferenceNodes.File(document.Documents.Count).Value, store, cancellation);
        var view = new ParquetView(source, document, arrays, documents, files, pool, targets, policy, folder)
        {
            Access = access.Shown,
            Notices =
            [
                .. document.Documents.Refusals.Lines(),
                .. arrays.Notices,
                .. options.Target is { } unused ? (string[])[$"--target {unused} is not used: in Parquet a reference without a URL is a missing chunk"] : [],
            ],
        };
        return options.Strict ? await view.StrictAsync(cancellation) : view;
    }

    public void Dispose()
    {
        _pool.Dispose();
        _files.Dispose();
    }

    /// <summary>Reads all files and counts all keys.</summary>
    /// <returns>The counts, and what a user should know about the targets.</returns>
    /// <exception cref="OmeFsException">A file of the store cannot be read.</exception>
    public async Task<(ReferenceSurvey Survey, IReadOnlyList<string> Notices)> SurveyAsync(CancellationToken cancellation)
    {
        var scan = await StoreScan.OfAsync(_arrays.All, _files, cancellation);
        var targets = TargetTable.Judge(scan.Urls, _folder, _policy);
        var (virtually, bytes) = scan.ByUrl.Aggregate((Keys: 0L, Bytes: 0L), (sum, one) => (sum.Keys + one.Keys, ReferenceSurvey.Sum(sum.Bytes, one.Bytes)));
        var documentBytes = Enumerable.Range(0, _document.Documents.Count).Sum(position => _document.Documents.At(position).Length);
        return (
            new ReferenceSurvey(
                virtually,
                scan.Inline + _document.Documents.Count,
                bytes,
                scan.InlineBytes + documentBytes,
                ReferenceSurvey.ByPrefix(targets, scan.ByUrl),
                [.. scan.Arrays.OrderBy(array => array.Path, StringComparer.Ordinal)],
                [.. _arrays.Images.Order(StringComparer.Ordinal)]),
            [.. Faults(scan), .. Refused(targets), .. TargetChecks.Reachable(targets, scan.Urls)]);
    }

    private static async ValueTask<byte[]> BytesAsync(IByteSource source, CancellationToken cancellation)
    {
        if (source.Length > ParquetLimits.MaxDocumentBytes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{source.Name}: {source.Length} bytes; {ParquetLimits.MaxDocumentBytes} at most are read");
        var bytes = new byte[source.Length];
        await source.ReadAtAsync(0, bytes, cancellation);
        return bytes;
    }

    /// <summary>Reads all files now, so that a fault that would appear later refuses the mount.</summary>
    private async ValueTask<ParquetView> StrictAsync(CancellationToken cancellation)
    {
        try
        {
            var scan = await StoreScan.OfAsync(_arrays.All, _files, cancellation);
            var targets = TargetTable.Judge(scan.Urls, _folder, _policy);
            string[] notices =
            [
                .. Notices, .. Faults(scan), .. Refused(targets), .. TargetChecks.Reachable(targets, scan.Urls), .. TargetChecks.Newer(targets, Identity.ModifiedNanoseconds),
            ];
            return notices.Length == 0 ? this : throw new OmeFsException(FaultKind.Corrupt, $"{Name}: refused by --strict: {string.Join("; ", notices)}");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private static IEnumerable<string> Faults(StoreScan scan)
    {
        if (scan.Invalid > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{scan.Invalid:#,0} chunks cannot be read (EIO): their path, offset, size or bytes make no sense");
    }

    private static IEnumerable<string> Refused(TargetTable targets)
    {
        var refused = targets.Refused();
        if (refused.Count == 0)
            yield break;
        string[] more = refused.Count > Examples ? [$"and {refused.Count - Examples} more"] : [];
        yield return $"targets under {string.Join(", ", refused.Take(Examples).Select(one => one.Prefix).Concat(more))} are refused, "
            + "so that reading a key into them fails (EACCES); --allow-source PREFIX allows them";
    }
}
