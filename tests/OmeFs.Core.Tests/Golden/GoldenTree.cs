namespace OmeFs.Core.Tests.Golden;

/// <summary>A line of trees.txt: the digest of an input's bytes, the digest of its tree's text, the input's name.</summary>
internal sealed record GoldenTree(string Input, string Text, string Name)
{
    public override string ToString() => $"{Input} {Text} {Name}";

    public static GoldenTree Parse(string line)
    {
        var fields = line.Split(' ', 3);
        return new GoldenTree(fields[0], fields[1], fields[2]);
    }
}
