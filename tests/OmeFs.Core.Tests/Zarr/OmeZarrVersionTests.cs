using System.Text;
using OmeFs.Core.Images;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tree;
using OmeFs.Core.Verification;
using OmeFs.Core.Zarr.Formats;
using OmeFs.Core.Zarr.Model;
using OmeFs.Core.Zarr.Ngff;

namespace OmeFs.Core.Tests.Zarr;

/// <summary>The tree, and who reads it, follow the version: here one with the documents and chunk keys of Zarr 3 in shape.</summary>
public class OmeZarrVersionTests
{
    private static readonly OmeZarrVersion OneDocument = new("test", new OneDocumentWriter(), new Ngff04());

    [Fact]
    public async Task A_version_names_documents_and_chunks()
    {
        using var view = await TestView.OpenAsync(
            TiffWriter.Write(new TestImage { Width = 40, Length = 20, Tiled = true }.ToIfd()), OmeZarrLayout.Bioformats2Raw, version: OneDocument);
        Assert.Equal(["0/0/node.json", "0/node.json", "OME/METADATA.ome.xml", "OME/node.json", "node.json"], view.Tree.Documents().Select(one => one.Path).Order(StringComparer.Ordinal));
        Assert.Equal("node.json 0/node.json 0/0/node.json OME/node.json", await view.TextAsync("node.json"));
        Assert.Equal(16 * 16, (await view.FindAsync("0/0/c/0/0/0/1/2")).Size);
        Assert.False((await view.FindAsync("0/0/0")).Exists);
    }

    [Fact]
    public async Task Verify_reads_the_chunks_where_the_version_has_them()
    {
        using var view = await TestView.OpenAsync(TiffWriter.Write(new TestImage { Width = 40, Length = 20, Tiled = true }.ToIfd()), version: OneDocument);
        var verdict = Assert.Single(await new Verifier(view.View, null, new VerifyOptions()).RunAsync(_ => { }));
        Assert.Equal((6, true), (verdict.Read, verdict.IsSound));
    }

    /// <summary>One document a folder; that of the root lists all.</summary>
    private sealed class OneDocumentWriter : IZarrWriter
    {
        private const string Key = "node.json";

        public ChunkKeyEncoding Keys { get; } = new(Prefix: true, '/');

        public IEnumerable<ZarrDocument> Group(ZarrAttributes? attributes) => [new(Key, TreeDocument.Of("group"u8.ToArray()))];

        public IEnumerable<ZarrDocument> Array(ArrayMetadata array, Func<Task<bool>> isWhole) => [new(Key, TreeDocument.Of("array"u8.ToArray()))];

        public ZarrDocument Consolidated(IReadOnlyList<ZarrDocument> documents) =>
            new(Key, TreeDocument.Of(Encoding.UTF8.GetBytes(string.Join(' ', documents.Select(document => document.Key)))));
    }
}
