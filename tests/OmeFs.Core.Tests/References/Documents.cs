using System.Globalization;
using System.Text;
using OmeFs.Core.References.Json;
using OmeFs.Core.References.Keys;
using OmeFs.Core.References.Records;
using OmeFs.Core.References.Set;

namespace OmeFs.Core.Tests.References;

/// <summary>Small reference documents of our own, and what they come to.</summary>
internal static class Documents
{
    public const string Name = "/nowhere/refs.json";

    public static ReferenceSet Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    /// <summary>The same with whatever `gen` makes kept one by one.</summary>
    public static ReferenceSet Kept(string json) => ReferenceDocument.Read(() => new MemoryStream(Encoding.UTF8.GetBytes(json)), Name, arithmetic: false);

    public static ReferenceSet Read(byte[] json, int most = int.MaxValue) => ReferenceDocument.Read(() => new DribblingStream(json, most), Name);

    /// <summary>Key → "url offset length", "url", or "= text".</summary>
    public static SortedDictionary<string, string> Expanded(ReferenceSet references)
    {
        var expanded = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var position = 0; position < references.Count; position++)
            expanded.Add(KeyText(references.Key(position, new byte[references.KeyRoom])), Shown(references, references.At(position)));
        return expanded;
    }

    public static SortedDictionary<string, string> Expanded(string json) => Expanded(Read(json));

    public static string KeyText(ReadOnlySpan<byte> key) => Encoding.UTF8.GetString(key).Replace((char)KeyRules.Separator, '/');

    private static string Shown(ReferenceSet references, Reference reference) => reference.Kind switch
    {
        ReferenceKind.Range => string.Create(CultureInfo.InvariantCulture, $"{references.Urls.Text(reference.Url)} {reference.Offset} {reference.Length}"),
        ReferenceKind.Whole => references.Urls.Text(reference.Url),
        _ => $"= {Encoding.UTF8.GetString(reference.Inline.Span)}",
    };

    /// <summary>A stream that gives a few bytes at a time, as a pipe may.</summary>
    private sealed class DribblingStream(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }
}
