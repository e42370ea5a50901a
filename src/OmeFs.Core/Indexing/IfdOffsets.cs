using System.Globalization;
using System.Text;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Indexing;

/// <summary>
/// Writes the offsets of the IFDs in a TIFF's main chain as a JSON list, in bytes, so that a viewer need not walk the chain over a network.
/// *Spec:* hms-dbmi/generate-tiff-offsets, "TIFF IFD Index", version 0.
/// </summary>
public static class IfdOffsets
{
    public static async Task WriteAsync(TiffFile file, Stream stream, CancellationToken cancellation = default)
    {
        await using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        for (var row = 0; row < file.Ifds.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            await text.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{(row == 0 ? "[" : ", ")}{file.Ifds[row].Offset}"));
        }
        await text.WriteLineAsync("]");
    }
}
