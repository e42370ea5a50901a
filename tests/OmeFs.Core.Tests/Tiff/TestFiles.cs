using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Tiff;

/// <summary>Opens what tests wrote.</summary>
internal static class TestFiles
{
    public static Task<TiffFile> OpenAsync(byte[] bytes, string name = "memory.tif") => TiffFile.OpenAsync(new MemorySource(bytes, name));

    public static Task<TiffFile> OpenAsync(params IEnumerable<TestIfd> ifds) => OpenAsync(TiffWriter.Write(ifds));

    /// <summary>The fault that opening these bytes ends in, which must be <see cref="FaultKind.Corrupt"/>.</summary>
    public static async Task<string> RefusalAsync(byte[] bytes)
    {
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => OpenAsync(bytes));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        return fault.Message;
    }

    public static Task<string> RefusalAsync(params IEnumerable<TestIfd> ifds) => RefusalAsync(TiffWriter.Write(ifds));

    public static List<long> Offsets(IfdTable table) => [.. Enumerable.Range(0, table.Count).Select(row => table[row].Offset)];
}
