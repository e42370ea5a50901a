using System.Text.Json;
using OmeFs.Core.Arrays;
using OmeFs.Core.Display;
using OmeFs.Core.Series;
using OmeFs.Core.Series.Channels;
using OmeFs.Core.Zarr.Formats;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Zarr.Ngff;

/// <summary>OME-NGFF 0.4. *Spec:* OME-NGFF 0.4, "multiscales" and "omero" metadata, "bioformats2raw.layout".</summary>
internal sealed class Ngff04 : INgffVersion
{
    private const string Version = "0.4";

    private const int Bioformats2RawLayout = 3;

    public ZarrAttributes Root() => ZarrAttributes.Of(json => json.WriteNumber("bioformats2raw.layout", Bioformats2RawLayout));

    public ZarrAttributes Collection(IEnumerable<string> paths) => ZarrAttributes.Of(json =>
    {
        json.WriteStartArray("series");
        foreach (var path in paths)
            json.WriteStringValue(path);
        json.WriteEndArray();
    });

    public ZarrAttributes Image(ImageSeries series, IReadOnlyList<VirtualArray> levels, DisplayWindows windows)
    {
        return ZarrAttributes.Late(json => Write(json, windows.Longest), async () =>
        {
            var known = await windows.GetAsync();
            return json => Write(json, known);
        });

        void Write(Utf8JsonWriter json, IReadOnlyList<DisplayWindow> shown)
        {
            WriteMultiscales(json, series, levels);
            WriteOmero(json, series, shown);
        }
    }

    private static void WriteMultiscales(Utf8JsonWriter json, ImageSeries series, IReadOnlyList<VirtualArray> levels)
    {
        json.WriteStartArray("multiscales");
        json.WriteStartObject();
        json.WriteString("name", series.Name);
        json.WriteString("version", Version);
        json.WriteStartArray("axes");
        WriteAxis(json, "t", "time", series.T.Unit);
        WriteAxis(json, "c", "channel", null);
        WriteAxis(json, "z", "space", series.Z.Unit);
        WriteAxis(json, "y", "space", series.Y.Unit);
        WriteAxis(json, "x", "space", series.X.Unit);
        json.WriteEndArray();
        json.WriteStartArray("datasets");
        for (var level = 0; level < levels.Count; level++)
            WriteDataset(json, series, levels[0].Shape, levels[level].Shape, level);
        json.WriteEndArray();
        // No TIFF says which method made the levels ("type").
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

    /// <summary>The scale of a level: the step along each axis, times the exact ratio of sizes. For level 0 it is exactly the step.</summary>
    private static void WriteDataset(Utf8JsonWriter json, ImageSeries series, ArrayShape full, ArrayShape here, int level)
    {
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

    /// <summary>Multiplies the ratio first, because it is 1 for level 0. JSON has no infinity, which an absurd physical size can give.</summary>
    private static double Scale(double step, int full, int here) => Math.Min(step * ((double)full / here), double.MaxValue);

    private static void WriteOmero(Utf8JsonWriter json, ImageSeries series, IReadOnlyList<DisplayWindow> windows)
    {
        json.WriteStartObject("omero");
        json.WriteString("name", series.Name);
        json.WriteString("version", Version);
        json.WriteStartArray("channels");
        for (var c = 0; c < series.Channels.Count; c++)
            WriteChannel(json, series.Channels[c], windows[c], active: c < 3 || series.Channels.Count <= 4);
        json.WriteEndArray();
        json.WriteStartObject("rdefs");
        json.WriteNumber("defaultT", 0);
        json.WriteNumber("defaultZ", series.Shape.Z / 2);
        json.WriteString("model", series.Channels is [{ Color: DefaultChannels.White }] ? "greyscale" : "color");
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
    /// All entries of a colour table, as stored in the file. The key is not "lut", under which OMERO has the name of a known table. Viewers and the
    /// schema ignore unknown keys.
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

    /// <summary>Writes the numbers on one line; indented JSON would give each its own line.</summary>
    private static void WriteEntries(Utf8JsonWriter json, string name, IReadOnlyList<ushort> entries)
    {
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(", ", entries)}]");
    }
}
