namespace OmeFs.Core.Sources.Local;

/// <summary>Lists folders of the local file system. Names are texts in the form of <see cref="NameText"/>.</summary>
public static class LocalFolder
{
    /// <summary>The working folder. Throws as the runtime does if it is gone.</summary>
    public static string Current => ILocalSystem.Current.WorkingFolder();

    /// <summary>Whether a path leads to a folder; symbolic links are followed.</summary>
    public static bool Exists(string path) => FileStatus.OfPath(path, followLinks: true).Form == FileForm.Folder;

    /// <summary>The path of the folder that an address leads to; null if it leads to anything else.</summary>
    public static string? At(SourceAddress address) => address.LocalPath is { } path && Exists(path) ? path : null;

    /// <inheritdoc cref="ILocalSystem.Entries"/>
    internal static List<(string Name, FileForm Form)> Entries(string path, int most = int.MaxValue) => ILocalSystem.Current.Entries(path, most);
}
