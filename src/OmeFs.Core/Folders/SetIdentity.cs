using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.Folders;

/// <summary>One identity for the files of a set. It changes when any of them changes.</summary>
internal static class SetIdentity
{
    /// <param name="main">Identity of the file that names the image.</param>
    /// <param name="members">Absolute paths. A file that does not exist counts as absent.</param>
    public static SourceIdentity Of(SourceIdentity main, IReadOnlyList<string> members) =>
        SourceIdentity.Of([main, .. members.Select(member => FileStatus.OfPath(member).Identity)]);

    /// <summary>The current identity of an image's files.</summary>
    public static SourceIdentity Now(ImageFile image) => Of(FileStatus.OfPath(image.Path).Identity, image.Members);
}
