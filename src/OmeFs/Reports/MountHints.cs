using System.Globalization;
using System.Text;
using OmeFs.Core;

namespace OmeFs.Reports;

/// <summary>How to open a mount, in lines that can be copied.</summary>
internal static class MountHints
{
    private const string FolderImage = "NAME.ome.zarr";

    /// <summary>Bio-Formats searches the path for this, and fails without it (StringIndexOutOfBoundsException).</summary>
    private const string Wanted = ".zarr";

    public static IEnumerable<(string Name, string Text)> Of(SourceReport source, string mountpoint)
    {
        var image = Image(source, mountpoint);
        if (image is not null)
        {
            yield return ("napari", $"napari --plugin napari-ome-zarr {PrintableText.Word(image)}");
            yield return ("Fiji", $"Plugins > BigDataViewer > HDF5/N5/Zarr/OME-NGFF Viewer, then {image}");
            yield return ("Python", $"zarr.open({PythonText(image)}, mode=\"r\")[\"0\"]");
            yield return ("dask", $"dask.array.from_zarr({PythonText(image)}, component=\"0\")");
        }
        if (source.LogFile is { } log)
            yield return ("log", log);
        yield return ("end", $"omefs umount {PrintableText.Word(mountpoint)}");
    }

    public static IEnumerable<string> Notices(SourceReport source, string mountpoint)
    {
        if (source.Kind != ReportKind.Folder && !mountpoint.Contains(Wanted, StringComparison.OrdinalIgnoreCase))
            yield return $"Bio-Formats (Fiji's importer, QuPath, OMERO), and napari without --plugin, want {Wanted} in the path: for them, mount on {mountpoint}.ome.zarr";
    }

    /// <summary>The path of one image: at a root with several images, readers show nothing, or all of them on top of each other.</summary>
    private static string? Image(SourceReport source, string mountpoint) => source switch
    {
        { Kind: ReportKind.Folder } => Path.Join(mountpoint, FolderImage),
        { Series: [{ Path: { Length: > 0 } path }, ..] } => Path.Join(mountpoint, path),
        { Series.Count: > 0 } => mountpoint,
        _ => null,
    };

    /// <summary>
    /// Python names a byte that is not UTF-8 by the same lone surrogate as <see cref="NameText"/>, and a terminal cannot show it: it is written as an
    /// escape. *Spec:* The Python Language Reference, section 2.4.1; PEP 383.
    /// </summary>
    internal static string PythonText(string text)
    {
        var written = new StringBuilder("\"");
        for (var at = 0; at < text.Length; at++)
            _ = text[at] is '\\' or '"' ? written.Append('\\').Append(text[at])
                : char.IsControl(text[at]) || NameText.IsLoneEscape(text, at) ? written.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:x4}")
                : written.Append(text[at]);
        return written.Append('"').ToString();
    }
}
