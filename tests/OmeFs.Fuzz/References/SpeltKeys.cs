using System.Text;
using System.Text.Json;

namespace OmeFs.Fuzz.References;

/// <summary>A reference document with the first character of each key spelled as \uXXXX: it means the same, and is read another way.</summary>
internal static class SpeltKeys
{
    /// <summary>Null where the text is no JSON.</summary>
    public static byte[]? Of(byte[] json)
    {
        var spelt = new List<byte>(json.Length + 1024);
        var (copied, inRefs) = (0, false);
        try
        {
            var start = json.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
            var reader = new Utf8JsonReader(json.AsSpan(start), new JsonReaderOptions { MaxDepth = 128 });
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                var isPart = reader.CurrentDepth == 1 && IsPart(reader.ValueSpan);
                if (reader.CurrentDepth == 1)
                    inRefs = isPart && reader.ValueSpan.SequenceEqual("refs"u8);
                if (isPart || !(reader.CurrentDepth == 1 || (reader.CurrentDepth == 2 && inRefs)))
                    continue;
                var at = start + (int)reader.TokenStartIndex + 1;
                if (reader.ValueSpan.IsEmpty || json[at] == '\\' || Rune.DecodeFromUtf8(reader.ValueSpan, out var first, out var used) != System.Buffers.OperationStatus.Done)
                    continue;
                spelt.AddRange(json.AsSpan(copied, at - copied));
                foreach (var unit in first.ToString())
                    spelt.AddRange(Encoding.ASCII.GetBytes($"\\u{(int)unit:x4}"));
                copied = at + used;
            }
        }
        catch (JsonException)
        {
            return null;
        }
        spelt.AddRange(json.AsSpan(copied));
        return [.. spelt];
    }

    /// <summary>Names that mean something else when they are spelled so.</summary>
    private static bool IsPart(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("refs"u8) || name.SequenceEqual("templates"u8) || name.SequenceEqual("gen"u8) || name.SequenceEqual("version"u8);
}
