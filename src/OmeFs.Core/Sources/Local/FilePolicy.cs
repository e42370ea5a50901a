namespace OmeFs.Core.Sources.Local;

/// <summary>
/// Decides which local files a document may lead to: those below its own folder, and below the folders that the user has allowed. Otherwise any
/// document could name /etc/shadow, or come with a symbolic link that leads there.
/// </summary>
public sealed class FilePolicy
{
    /// <summary>Allows every file.</summary>
    public const string Any = "any";

    private readonly List<string> _folders = [];
    private readonly string? _only;
    private readonly bool _any;

    private FilePolicy(string folder, string? only, IEnumerable<string> allowed)
    {
        Home = FileStatus.OfPath(folder, followLinks: true).Device;
        var paths = new RealPath(Home);
        (Folder, _only) = (paths.Of(folder), only);
        // "/" contains every file. A user who puts a document there does not mean to allow them all.
        if (Folder != "/" && only is null)
            _folders.Add(Folder);
        foreach (var prefix in allowed)
            if (prefix == Any)
                _any = true;
            else
                _folders.Add(paths.Of(prefix));
    }

    /// <summary>The document's folder, without links.</summary>
    public string Folder { get; }

    /// <summary>The file system that the document is on.</summary>
    internal DeviceNumber Home { get; }

    /// <param name="folder">The document's folder, absolute.</param>
    /// <param name="allowed">Absolute folders, or <see cref="Any"/>.</param>
    public static FilePolicy Within(string folder, IEnumerable<string> allowed) => new(folder, only: null, allowed);

    /// <summary>Only this file that the user named; not the target of a link that replaces it.</summary>
    /// <param name="path">Without symbolic links.</param>
    internal static FilePolicy Only(string path) => new(Path.GetDirectoryName(path) ?? "/", path, []);

    /// <param name="path">As <see cref="RealPath"/> or the kernel gives it.</param>
    internal bool Allows(string path) => _only is null ? _any || _folders.Exists(folder => IsUnder(path, folder)) : path == _only;

    /// <summary>A path without links, if it is allowed.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.AccessRefused"/>, or as <see cref="RealPath.Of"/> says.</exception>
    internal string Judged(string path) => new RealPath(Home).Of(path) is var real && Allows(real) ? real : throw Refusal(path, real);

    /// <summary>Whether a file system is a mount of omefs other than the one with the document: it may lead back to the document.</summary>
    internal bool LeadsBack(DeviceNumber device) => device != Home && ILocalSystem.Current.IsOmeFsMount(device);

    internal OmeFsException Refusal(string path, string real) => new(FaultKind.AccessRefused, _only is null
        ? $"{path}: leads to {real}, out of {Folder}; '--allow-source {PrintableText.Word(Path.GetDirectoryName(real) ?? "/")}' would allow it"
        : $"{path}: leads to {real}, and is no longer the file that was chosen");

    internal static bool IsUnder(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || prefix == "/" || path[prefix.Length] == '/');
}
