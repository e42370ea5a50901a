using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.References.Targets;

/// <summary>Opens the targets of a document. Local files are judged again, also by who may read them. All others are opened by their address.</summary>
internal sealed class TargetOpener(SourcePolicy policy, TargetAccess access, ISourceOpener others)
{
    private readonly FileStamps _stamps = new();

    public async ValueTask<OpenedSource> OpenAsync(Target target, CancellationToken cancellation)
    {
        target.MustBeReadable();
        var opener = target.Kind == TargetKind.Local ? new LocalOpener(target.IsChosen ? FilePolicy.Only(target.Location) : policy.Files, [], _stamps) : others;
        return access.Judged(await opener.OpenAsync(target.Address, cancellation));
    }
}
