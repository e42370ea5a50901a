using System.Text.Json;
using OmeFs.Core.Display;
using OmeFs.Core.Series;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Zarr;

/// <summary>The attributes of an image's group. *Spec:* OME-NGFF 0.4, "multiscales" and "omero" metadata.</summary>
internal static class Multiscales
{
    private const string Version = "0.4";

    /// <summary>
    /// Display windows are known when somebody has read the document, its length before: behind the JSON come as many spaces as the longest
    /// windows would have taken.
    /// </summary>
    public static TreeDocument Attributes(ImageArrays image)
    {
        var length = new Lazy<int>(() => Attributes(image, image.Windows.Longest).Length);
        return TreeDocument.Late(() => length.Value, async () => JsonDocuments.Padded(Attributes(image, await image.Windows.GetAsync()), length.Value));
    }

    private static byte[] Attributes(ImageArrays image, IReadOnlyList<DisplayWindow> windows) => JsonDocuments.Write(json =>
    {
        WriteMultiscales(json, image);
        WriteOmero(json, image, windows);
    });

    private static void WriteMultiscales(Utf8JsonWriter json, ImageArrays image)
    {
        json.WriteStartArray("multiscales");
        json.WriteStartObject();
        json.WriteString("name", image.Series.Name);
        json.WriteString("version", Version);
        json.WriteStartArray("axes");
        WriteAxis(json, "t", "time", image.Series.T.Unit);
        WriteAxis(json, "c", "channel", null);
        WriteAxis(json, "z", "space", image.Series.Z.Unit);
        WriteAxis(json, "y", "space", image.Series.Y.Unit);
        WriteAxis(json, "x", "space", image.Series.X.Unit);
        json.WriteEndArray();
        json.WriteStartArray("datasets");
        for (var level = 0; level < image.Levels.Count; level++)
            WriteDataset(json, image, level);
        json.WriteEndArray();
        // Which method made the levels ("type") no TIFF says.
        json.WriteStartObject("metadata");
        json.WriteString("description", "the levels of the source file; omefs resampled nothing");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteAxis(Utf8JsonWriter json, string name, string type, string? unit)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("type", type);
        if (unit is not null)
            json.WriteString("unit", unit);
        json.WriteEndObject();
    }

    /// <summary>The scale of a level: the step along each axis, times the true ratio of sizes. Of level 0 it is the step itself, to the last digit.</summary>
    private static void WriteDataset(Utf8JsonWriter json, ImageArrays image, int level)
    {
        var (full, here, series) = (image.Levels[0].Shape, image.Levels[level].Shape, image.Series);
        json.WriteStartObject();
        json.WriteString("path", level.ToString());
        json.WriteStartArray("coordinateTransformations");
        json.WriteStartObject();
        json.WriteString("type", "scale");
        json.WriteStartArray("scale");
        json.WriteNumberValue(series.T.Step);
        json.WriteNumberValue(1.0);
        json.WriteNumberValue(series.Z.Step);
        json.WriteNumberValue(Scale(series.Y.Step, full.Y, here.Y));
        json.WriteNumberValue(Scale(series.X.Step, full.X, here.X));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The ratio comes first, since it is 1 for level 0. JSON has no infinity, which a nonsensical physical size can come to.</summary>
    private static double Scale(double step, int full, int here) => Math.Min(step * ((double)full / here), double.MaxValue);

    private static void WriteOmero(Utf8JsonWriter json, ImageArrays image, IReadOnlyList<DisplayWindow> windows)
    {
        json.WriteStartObject("omero");
        json.WriteString("name", image.Series.Name);
        json.WriteString("version", Version);
        json.WriteStartArray("channels");
        for (var c = 0; c < image.Series.Channels.Count; c++)
            WriteChannel(json, image.Series.Channels[c], windows[c], active: c < 3 || image.Series.Channels.Count <= 4);
        json.WriteEndArray();
        json.WriteStartObject("rdefs");
        json.WriteNumber("defaultT", 0);
        json.WriteNumber("defaultZ", image.Series.Shape.Z / 2);
        json.WriteString("model", image.Series.Channels is [{ Color: DefaultChannels.White }] ? "greyscale" : "color");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteChannel(Utf8JsonWriter json, SeriesChannel channel, DisplayWindow window, bool active)
    {
        json.WriteStartObject();
        json.WriteBoolean("active", active);
        json.WriteNumber("coefficient", 1);
        json.WriteString("color", channel.Color);
        if (channel.Colors is { } colors)
            WriteColors(json, colors);
        json.WriteString("family", "linear");
        json.WriteBoolean("inverted", false);
        json.WriteString("label", channel.Label);
        json.WriteStartObject("window");
        json.WriteNumber("min", window.Minimum);
        json.WriteNumber("max", window.Maximum);
        json.WriteNumber("start", window.Start);
        json.WriteNumber("end", window.End);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>
    /// All entries of a colour table, as they are in the file. Not under "lut", where OMERO has the name of a table that it knows; unknown
    /// keys are passed over by viewers and by the schema.
    /// </summary>
    private static void WriteColors(Utf8JsonWriter json, ColorTable colors)
    {
        json.WriteStartObject("colorMap");
        json.WriteNumber("bits", colors.Bits);
        WriteEntries(json, "red", colors.Red);
        WriteEntries(json, "green", colors.Green);
        WriteEntries(json, "blue", colors.Blue);
        json.WriteEndObject();
    }

    /// <summary>On one line: indented, each number would have its own.</summary>
    private static void WriteEntries(Utf8JsonWriter json, string name, IReadOnlyList<ushort> entries)
    {
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(", ", entries)}]");
    }
}
