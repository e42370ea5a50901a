using System.Globalization;
using OmeFs.Core.References.Json;
using OmeFs.Core.References.Records;
using OmeFs.Core.References.Set;
using OmeFs.Core.References.Targets;
using OmeFs.Core.References.Tree;
using OmeFs.Core.Sources;
using OmeFs.Core.Tree;

namespace OmeFs.Core.References.View;

/// <summary>A reference document as a tree: what a mount shows and what `inspect` reports. Safe from many threads.</summary>
/// <remarks>Ownership: keeps targets open. The document itself is no longer needed.</remarks>
public sealed class ReferenceView : IDisposable
{
    /// <summary>A document may refer to a thousand folders; the first few are enough for a message.</summary>
    private const int MostRefused = 10;

    private readonly TargetPool _pool;

    private ReferenceView(IByteSource source, ReferencePacking packing, ReferenceSet references, TargetTable targets, ReadAccess access, TargetOpener opener)
    {
        (Name, Identity, Packing, References, Targets, Access) = (source.Name, source.Identity, packing, references, targets, access);
        _pool = new TargetPool(targets, opener.OpenAsync);
        var version = new NodeVersion(Identity.ModifiedNanoseconds, Identity.Fingerprint());
        Tree = new ReferenceTree(references, new ReferenceFiles(references, _pool), version, source.Length);
    }

    public string Name { get; }

    public SourceIdentity Identity { get; }

    public ReferencePacking Packing { get; }

    public IVirtualTree Tree { get; }

    /// <summary>Who may read the document. If the mount is shared: who may read the document and all its local targets.</summary>
    public ReadAccess Access { get; }

    /// <summary>The number of keys that are shown.</summary>
    public int Count => References.Count;

    /// <summary>What a user should know before relying on the tree, one sentence each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    internal ReferenceSet References { get; }

    internal TargetTable Targets { get; }

    /// <param name="source">The document. Relative URLs are relative to its folder.</param>
    /// <param name="opener">Opens targets that are not local files. Local files are opened by the document's own policy.</param>
    /// <exception cref="OmeFsException">It cannot be shown, or not under these options.</exception>
    public static ReferenceView Open(IByteSource source, ReferencePacking packing, ReferenceOptions options, ISourceOpener opener)
    {
        var references = Read(source, packing);
        var folder = source.Address.Folder;
        var policy = new SourcePolicy(folder, options.AllowedSources);
        var withoutUrl = references.Urls.HasNone ? WithoutUrl(references) : 0;
        var targets = TargetTable.Judge(references.Urls, folder, policy, withoutUrl > 0 ? options.Target : null);
        var notices = new List<string>(references.Refusals.Lines());
        if (withoutUrl > 0 && options.Target is null)
            notices.Add(string.Create(CultureInfo.InvariantCulture,
                $"{withoutUrl:#,0} {(withoutUrl == 1 ? "key refers" : "keys refer")} to no URL (null), so reading them fails; --target FILE names the file"));
        notices.AddRange(Refused(source.Name, targets.Refused(), options));
        notices.AddRange(TargetChecks.Reachable(targets, references.Urls));
        if (options.Strict)
        {
            notices.AddRange(TargetChecks.Newer(targets, source.Identity.ModifiedNanoseconds));
            if (notices.Count > 0)
                throw new OmeFsException(FaultKind.Corrupt, $"{source.Name}: refused by --strict: {string.Join("; ", notices)}");
        }
        if (ReferenceFormat.EncodingOf(source, packing) is { } encoding)
            notices.Add($"the document is in {encoding}; it was read as such");
        if (withoutUrl == 0 && options.Target is { } unused)
            notices.Add($"--target {unused} is not used: every key has a URL of its own");
        if (targets.HasUnreachable(opener))
            notices.Add("keys into s3://, http:// and other remote sources are listed, but cannot be read yet: reading one is an error (EIO)");
        var access = TargetAccess.Of(source, targets, options.IsShared);
        return new ReferenceView(source, packing, references, targets, access.Shown, new TargetOpener(policy, access, opener)) { Notices = notices };
    }

    /// <summary>If a packed document is cut short, its JSON ends too early. The fault is in the packed data, not in the JSON.</summary>
    private static ReferenceSet Read(IByteSource source, ReferencePacking packing)
    {
        try
        {
            return ReferenceDocument.Read(() => ReferenceFormat.Open(source, packing), source.Name);
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Corrupt && packing == ReferencePacking.Gzip && GzipSource.IsCutShort(source))
        {
            throw new OmeFsException(
                FaultKind.Corrupt, $"{source.Name}: its gzip data are cut short after {source.Length} bytes (an unfinished copy or download?); fetch or make the file again", fault);
        }
    }

    public void Dispose() => _pool.Dispose();

    /// <summary>The number of keys with a URL of null. References of `gen` have none: their URLs are strings.</summary>
    private static int WithoutUrl(ReferenceSet references)
    {
        var keys = 0;
        for (var position = references.NextPacked(0); position < references.Count; position = references.NextPacked(position + 1))
            keys += references.At(position) is { IsInline: false, Url: UrlTable.None } ? 1 : 0;
        return keys;
    }

    private static IEnumerable<string> Refused(string name, IReadOnlyList<(string Prefix, int Targets)> refused, ReferenceOptions options)
    {
        if (refused.Count == 0)
            yield break;
        var lines = refused.Take(MostRefused).Select(one => $"  --allow-source {PrintableText.Word(one.Prefix)}   ({one.Targets} {(one.Targets == 1 ? "target" : "targets")})");
        string[] more = refused.Count > MostRefused ? [$"  and {refused.Count - MostRefused} more prefixes"] : [];
        if (options is { SkipRefused: false, IsCounted: false })
            throw new OmeFsException(
                FaultKind.AccessRefused,
                [$"{name}: refers to sources outside of its own folder. If you trust it, allow them:", .. lines, .. more, "or mount the rest with --skip-refused"]);
        var prefixes = refused.Take(MostRefused).Select(one => one.Prefix).Concat(more.Select(line => line.TrimStart()));
        yield return $"targets under {string.Join(", ", prefixes)} are refused: reading a key into them is an error (EACCES)";
    }
}
