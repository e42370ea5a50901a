using System.Globalization;
using OmeFs.Core;
using OmeFs.Core.Folders;

namespace OmeFs.Composition;

/// <summary>Notices for a user who allows other users: the source's permissions may still exclude them.</summary>
internal static class SharingNotice
{
    private const string Advice = "--mode 0444 lets all users read";

    public static string OfSource(ReadAccess access) =>
        $"not every user may read the source and enter the folders above it, so files are shown with mode 0{Convert.ToString(access.FileMode, 8).PadLeft(3, '0')}; {Advice}";

    /// <summary>The notice about what has been listed so far; null if all users may read it.</summary>
    public static string? OfFolder(FolderTree tree)
    {
        if (!tree.Access.IsForEverybody)
            return $"not every user may list the source and enter the folders above it, nor do they see more here; {Advice}";
        var closed = tree.CountClosed();
        return closed == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{closed:#,0} of the images may not be read by every user, here as in the source; {Advice}");
    }
}
