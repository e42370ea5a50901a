using OmeFs.Core.Sources;

namespace OmeFs.Core.Folders;

/// <summary>One identity for the files of a set: another as soon as one of them is another.</summary>
internal static class SetIdentity
{
    /// <param name="main">Of the file that names the image.</param>
    /// <param name="members">Absolute paths; one that is not there counts as such.</param>
    public static SourceIdentity Of(SourceIdentity main, IReadOnlyList<string> members)
    {
        var all = main;
        foreach (var member in members)
        {
            var identity = FileVersion.OfPath(member).Identity;
            all = new SourceIdentity(
                all.Length + identity.Length,
                Math.Max(all.ModifiedNanoseconds, identity.ModifiedNanoseconds),
                (all.Tag * 1099511628211) ^ identity.Fingerprint());
        }
        return all;
    }

    /// <summary>The identity that an image's files have now.</summary>
    public static SourceIdentity Now(ImageFile image) => Of(FileVersion.OfPath(image.Path).Identity, image.Members);
}
