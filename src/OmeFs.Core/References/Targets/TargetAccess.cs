using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.References.Targets;

/// <summary>Decides who may read a mount of references. A shared mount is readable by users who may read the document and each of its targets.</summary>
/// <param name="Shown">The access that the mount shows.</param>
internal sealed record TargetAccess(ReadAccess Shown, bool IsShared)
{
    /// <summary>Targets are checked only if other users may read the mount. Absent targets are checked when they are opened.</summary>
    public static TargetAccess Of(IByteSource document, TargetTable targets, bool isShared)
    {
        var paths = new PathAccess();
        var access = paths.Of(document);
        for (var url = 0; isShared && url < targets.Count; url++)
            if (targets[url] is { Kind: TargetKind.Local, IsRefused: false } target && paths.Of(target.Location) is { } also)
                access = access.With(also);
        return new TargetAccess(access, isShared);
    }

    /// <exception cref="OmeFsException">Some users may read the mount but not this file: it was created later, or its mode has changed.</exception>
    public OpenedSource Judged(OpenedSource target)
    {
        if (!IsShared || new PathAccess().Of(target.Source).Covers(Shown))
            return target;
        target.Dispose();
        throw new OmeFsException(
            FaultKind.AccessRefused, $"{target.Source.Name}: fewer users may read it than may read this mount; unmount and mount it again, or give --mode");
    }
}
