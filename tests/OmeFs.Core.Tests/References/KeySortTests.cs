using System.Text;
using OmeFs.Core.References.Keys;

namespace OmeFs.Core.Tests.References;

/// <summary>Keys are in the order of their parts, against a slow and obvious sort.</summary>
public sealed class KeySortTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_keys_are_sorted_as_their_parts_are(int seed)
    {
        var random = new Random(seed);
        var keys = new HashSet<string>();
        while (keys.Count < 3000)
            keys.Add(string.Join('/', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Part(random))));
        var files = keys.Where(key => !keys.Any(other => other.StartsWith(key + "/", StringComparison.Ordinal))).ToList();
        var json = $"{{{string.Join(", ", files.Select(key => $"\"{key}\": \"{key}\""))}}}";
        var references = Documents.Read(json);
        Assert.Equal(
            files.Order(Comparer<string>.Create((a, b) => Compare(a.Split('/'), b.Split('/')))),
            Enumerable.Range(0, references.Count).Select(position => Documents.KeyText(references.Key(position, new byte[references.KeyRoom]))));
    }

    /// <summary>Long common beginnings, and keys that are the beginning of others but for the last byte.</summary>
    [Fact]
    public void Chunk_keys_are_sorted()
    {
        var keys = Enumerable.Range(0, 2000).Select(number => $"image/resolution/level/0.0.{number}.{number % 7}").ToList();
        var references = Documents.Read($"{{{string.Join(", ", keys.Select(key => $"\"{key}\": \"x\""))}}}");
        Assert.Equal(keys.Order(StringComparer.Ordinal), Enumerable.Range(0, references.Count).Select(position => Documents.KeyText(references.Key(position, new byte[references.KeyRoom]))));
    }

    /// <summary>So many that several processors sort them; a few apart from all others, and some twice.</summary>
    [Fact]
    public void Many_keys_are_sorted()
    {
        var keys = Enumerable.Range(0, 150_000).Select(number => $"image/0/0.0.{number * 7919L % 150_000}.{number % 3}").Append("image/.zattrs").Append(".zgroup").ToList();
        var references = Documents.Read($"{{{string.Join(", ", keys.Concat(keys.Take(1000)).Select((key, place) => $"\"{key}\": [\"u\", {place}, 1]"))}}}");
        Assert.Equal(keys.Order(StringComparer.Ordinal), Enumerable.Range(0, references.Count).Select(position => Documents.KeyText(references.Key(position, []))));
        Assert.Contains("1,000 keys given more than once", references.Refusals.Lines().Single(), StringComparison.Ordinal);
        Assert.Equal(keys.Count, references.At(references.LowerBound(Encoding.UTF8.GetBytes(keys[0].Replace('/', '\0')))).Offset);
    }

    /// <summary>Each key leaves the way of all others one byte later than the one before it.</summary>
    [Fact]
    public void Keys_that_part_at_every_byte_are_sorted()
    {
        var way = string.Concat(Enumerable.Repeat(new string('x', 250) + "/", 16));
        var keys = Enumerable.Range(0, way.Length).SelectMany(length => new[] { way[..length] + "y", way[..length] + "w" }).ToList();
        var references = Documents.Read($"{{{string.Join(", ", keys.Select(key => $"\"{key}\": \"\""))}}}");
        Assert.Equal(
            keys.Order(Comparer<string>.Create((a, b) => Compare(a.Split('/'), b.Split('/')))),
            Enumerable.Range(0, references.Count).Select(position => Documents.KeyText(references.Key(position, []))));
    }

    /// <summary>A key that comes more often than what is sorted at a time: the last one counts, and no split gets further than its end.</summary>
    [Fact]
    public void One_key_many_times_is_one_key()
    {
        var values = Enumerable.Range(0, 2 * KeySort.Many).Select(place => $"\"a/b\": [\"u\", {place}, 1]");
        var references = Documents.Read($"{{\"c\": \"x\", {string.Join(", ", values)}, \"a/a\": \"x\"}}");
        Assert.Equal(["a/a", "a/b", "c"], Enumerable.Range(0, references.Count).Select(position => Documents.KeyText(references.Key(position, []))));
        Assert.Equal((2 * KeySort.Many) - 1, references.At(1).Offset);
    }

    /// <summary>A long way from which one key parts at every byte, and at its end more keys than are sorted at a time: then whole keys are compared.</summary>
    [Fact]
    public void Many_keys_at_the_end_of_a_way_that_others_leave_are_sorted()
    {
        var way = new string('x', 200);
        var keys = Enumerable.Range(0, way.Length).Select(length => way[..length] + "y")
            .Concat(Enumerable.Range(0, 2 * KeySort.Many).Select(number => $"{way}{number * 7919L % (2 * KeySort.Many)}")).ToList();
        var references = Documents.Read($"{{{string.Join(", ", keys.Select(key => $"\"{key}\": \"\""))}}}");
        Assert.Equal(keys.Order(StringComparer.Ordinal), Enumerable.Range(0, references.Count).Select(position => Documents.KeyText(references.Key(position, []))));
    }

    private static string Part(Random random) => random.Next(4) switch
    {
        0 => new string('a', random.Next(1, 20)),
        1 => random.Next(200).ToString(),
        2 => "0.0." + random.Next(50),
        _ => "é" + (char)random.Next('!', '~' + 1),
    } is var part && part.AsSpan().IndexOfAny("/\"\\") >= 0 ? "x" : part;

    private static int Compare(string[] a, string[] b)
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
            if (Encoding.UTF8.GetBytes(a[i]).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b[i])) is not 0 and var order)
                return order;
        return a.Length - b.Length;
    }
}
