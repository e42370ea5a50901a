using System.Text;

namespace OmeFs.Core.Tests.References.Parquet;

/// <summary>A row of references as a writer has it.</summary>
internal sealed record Row(string? Path, long Offset = 0, long Size = 0, byte[]? Raw = null)
{
    public static readonly Row Missing = new(Path: null);

    public static Row Bytes(string text) => new(null, 0, 0, Encoding.UTF8.GetBytes(text));
}
