using OmeFs.Core.References.Parquet;

namespace OmeFs.Core.Tests.References.Parquet;

/// <summary>The weight by which files that were read are kept or let go of. Measures the heap, so no other test may run meanwhile.</summary>
[CollectionDefinition(nameof(ParquetWeightTests), DisableParallelization = true)]
[Collection(nameof(ParquetWeightTests))]
public sealed class ParquetWeightTests
{
    private const int Rows = 100_000;

    /// <summary>What is kept is limited by weight, so a weight must be what a file takes: also if each chunk has a file of its own, or its own bytes.</summary>
    [Theory]
    [InlineData("one path")]
    [InlineData("paths")]
    [InlineData("bytes")]
    [InlineData("base64")]
    public async Task A_file_weighs_what_it_takes(string what)
    {
        var rows = Enumerable.Range(0, Rows).Select(row => what switch
        {
            "one path" => new Row("data.bin", row + 1L, 10),
            "paths" => new Row($"chunks/{row}.bin", 0, 0),
            "bytes" => Row.Bytes($"{row:x16}"),
            _ => Row.Bytes($"base64:{Convert.ToBase64String(BitConverter.GetBytes((long)row))}"),
        });
        var file = await ParquetNet.WriteAsync([.. rows]);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var group = RecordFile.Read(file, Rows);
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange((double)group.Weight / taken, 0.8, 2);
        GC.KeepAlive(file);
    }
}
