using System.Text;
using OmeFs.Core.References;
using OmeFs.Core.References.View;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.References;

/// <summary>A temporary folder with documents and targets: "own" holds the document, "other" lies beside it.</summary>
internal sealed class ReferenceFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("omefs-references-");

    public ReferenceFolder()
    {
        Directory.CreateDirectory(Own);
        Directory.CreateDirectory(Other);
        Write("own/data.bin", "0123456789");
        Write("other/secret.bin", "a secret in here");
    }

    public string Root => _root.FullName;

    public string Own => Path.Join(Root, "own");

    public string Other => Path.Join(Root, "other");

    public string Write(string path, string text)
    {
        var file = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Writes own/refs.json and opens it.</summary>
    public ReferenceView Open(string json, ReferenceOptions? options = null)
    {
        using var source = FileSource.Open(Write("own/refs.json", json.Replace("ROOT", Root, StringComparison.Ordinal)));
        return ReferenceView.Open(source, ReferencePacking.Plain, options ?? new ReferenceOptions(), AddressOpener.Nothing);
    }

    public static async Task<string> ReadAsync(ReferenceView view, string path)
    {
        var stat = await FindAsync(view, path);
        Assert.Equal(NodeKind.File, stat.Kind);
        var bytes = new byte[stat.Size + 1];
        Assert.Equal((int)stat.Size, await view.Tree.Open(stat.Id).ReadAsync(0, bytes));
        return Encoding.UTF8.GetString(bytes.AsSpan(0, (int)stat.Size));
    }

    public static async Task<NodeStat> FindAsync(ReferenceView view, string path)
    {
        var stat = await view.Tree.StatAsync(NodeId.Root);
        foreach (var name in path.Split('/'))
            stat = await view.Tree.LookupAsync(stat.Id, Encoding.UTF8.GetBytes(name));
        return stat;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
