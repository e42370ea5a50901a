namespace OmeFs.Core.Folders;

/// <summary>
/// Decides which files of a folder are images and which only belong to one. Only OME-TIFF and companion files can name other files, so
/// only these are opened, except those that another file has named already.
/// </summary>
internal sealed class SetGroups(ISetReader sets)
{
    /// <summary>The most files opened at a time. Arbitrary: a network disk answers a few requests in parallel; more gain nothing.</summary>
    private const int AtOnce = 8;

    /// <param name="files">The images of the folder by name.</param>
    public async Task<FolderSets> FindAsync(SourceFolderNode folder, Dictionary<string, FoundFile> files, CancellationToken cancellation)
    {
        var grouping = new Grouping(files.Keys);
        var peeked = new Dictionary<string, PeekedFile>();
        var waiting = new Queue<string>(files.Keys.Where(ImageNames.CanNameOtherFiles).OrderBy(name => ImageNames.IsCompanion(name) ? 0 : 1).ThenBy(name => name, StringComparer.Ordinal));
        while (waiting.Count > 0)
        {
            // Companions separately: files that they name need not be opened.
            var wave = new List<string>();
            while (wave.Count < AtOnce && waiting.TryPeek(out var next) && (wave.Count == 0 || ImageNames.IsCompanion(next) == ImageNames.IsCompanion(wave[0])))
                if (waiting.Dequeue() is var name && !grouping.IsTaken(name))
                    wave.Add(name);
            var read = await Task.WhenAll(wave.Select(name => PeekAsync(folder, name, files[name], cancellation)));
            foreach (var (name, peek) in wave.Zip(read))
            {
                peeked[name] = peek;
                grouping.Add(name, peek.Names);
            }
        }
        return new FolderSets(grouping.Images(), peeked);
    }

    private async Task<PeekedFile> PeekAsync(SourceFolderNode folder, string name, FoundFile file, CancellationToken cancellation) =>
        folder.Peeked.TryGetValue(name, out var before) && before.File == file
            ? before
            : new PeekedFile(file, await sets.ReadAsync(file.Path, cancellation));

    /// <summary>Groups files into images. The first file opened of a set names the image.</summary>
    private sealed class Grouping(IReadOnlyCollection<string> files)
    {
        private readonly ILookup<string, string> _anyCase = files.ToLookup(name => name, StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, IReadOnlyList<string>> _members = [];
        private readonly HashSet<string> _taken = [];

        /// <summary>Files that only point to another → that file.</summary>
        private readonly Dictionary<string, string> _pointers = [];

        public bool IsTaken(string name) => _taken.Contains(name);

        public void Add(string name, SetNames names)
        {
            if (IsTaken(name))
                return;
            if (names.MetadataFile is { } main && InFolder(main) is { } there && there != name && !IsTaken(there) && !_pointers.ContainsKey(there))
            {
                _pointers[name] = there;
                return;
            }
            _members[name] = [.. names.Others.Select(other => InFolder(other) ?? other)];
            foreach (var other in _members[name])
                if (other != name && !_members.ContainsKey(other))
                    _taken.Add(other);
        }

        public Dictionary<string, IReadOnlyList<string>> Images() =>
            files.Where(name => !IsTaken(name) && !IsNamedInTurn(name)).ToDictionary(name => name, name => _members.GetValueOrDefault(name, []));

        /// <summary>Whether the target of a pointer was opened and names the pointing file. If not, the pointing file is a separate image.</summary>
        private bool IsNamedInTurn(string name) =>
            _pointers.TryGetValue(name, out var main) && (!_members.TryGetValue(main, out var members) || members.Contains(name));

        /// <summary>A name as the folder spells it. Sets are moved between case-sensitive and case-insensitive systems.</summary>
        private string? InFolder(string name) =>
            files.Contains(name) ? name : _anyCase[name].Order(StringComparer.Ordinal).FirstOrDefault();
    }
}

/// <summary>The images of a folder, and what was read to find them.</summary>
/// <param name="Images">The file that names an image → the other files of its set, relative to the folder.</param>
internal sealed record FolderSets(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Images, IReadOnlyDictionary<string, PeekedFile> Peeked);

/// <summary>What one version of a file declares about its set.</summary>
internal sealed record PeekedFile(FoundFile File, SetNames Names);
