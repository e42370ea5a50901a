using System.ComponentModel;
using System.Diagnostics;

namespace OmeFs.Core.Tests.Ome;

/// <summary>libxml2's validator with OME's released schemas, which import each other by address; a catalogue sends those to the files.</summary>
internal static class Xmllint
{
    private const string Released = "ome+ome-model/specification/src/main/resources/released-schema";

    public static bool IsInstalled()
    {
        try
        {
            return Run(["--version"], null).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>What xmllint has against each of the files; an empty list when all are valid.</summary>
    public static IReadOnlyList<string> Validate(string shared, string version, string scratch, IReadOnlyList<string> files)
    {
        var released = Path.Combine(shared, Released);
        var catalog = Path.Combine(scratch, $"catalog-{version}.xml");
        var rewrites = Directory.GetFiles(Path.Combine(released, version), "*.xsd").Select(xsd =>
        {
            var name = Path.GetFileNameWithoutExtension(xsd);
            var address = $"http://www.openmicroscopy.org/Schemas/{(name == "ome" ? "OME" : name)}/{version}/{name}.xsd";
            return $"<system systemId=\"{address}\" uri=\"{new Uri(xsd)}\"/><uri name=\"{address}\" uri=\"{new Uri(xsd)}\"/>";
        });
        var xml = new Uri(Path.Combine(released, "external", "xml.xsd"));
        File.WriteAllText(
            catalog,
            "<catalog xmlns=\"urn:oasis:names:tc:entity:xmlns:xml:catalog\">"
            + $"<uri name=\"http://www.w3.org/2001/xml.xsd\" uri=\"{xml}\"/><system systemId=\"http://www.w3.org/2001/xml.xsd\" uri=\"{xml}\"/>"
            + string.Concat(rewrites) + "</catalog>");
        var (_, errors) = Run(["--nonet", "--noout", "--huge", "--schema", Path.Combine(released, version, "ome.xsd"), .. files], catalog);
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // Each file must have its verdict: silence about one would otherwise pass for validity.
        var validated = lines.Where(line => line.EndsWith(" validates", StringComparison.Ordinal)).Select(line => line[..^" validates".Length]).ToHashSet();
        return
        [
            .. files.Where(file => !validated.Contains(file)).Select(file => $"{file} does not validate"),
            .. lines.Where(line => !line.EndsWith(" validates", StringComparison.Ordinal) && !IsCircularImport(line)),
        ];
    }

    // The schemas import ome.xsd, which is the one being loaded.
    private static bool IsCircularImport(string line) =>
        line.Contains("parser warning", StringComparison.Ordinal)
        && line.Contains("Skipping import of schema", StringComparison.Ordinal)
        && line.Contains("/ome.xsd' for the namespace", StringComparison.Ordinal);

    private static (int ExitCode, string Errors) Run(string[] arguments, string? catalog)
    {
        var start = new ProcessStartInfo("xmllint", arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        if (catalog is not null)
            start.Environment["XML_CATALOG_FILES"] = catalog;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        _ = output.Result;
        return (process.ExitCode, errors);
    }
}
