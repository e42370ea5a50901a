using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using OmeFs.Core.Codecs.Native;

namespace OmeFs.Core.Verification;

/// <summary>Where the planes of one image are, according to the file's description.</summary>
/// <param name="WhyNot">Why the planes cannot be judged; null if they can.</param>
/// <param name="Order">"ZCT": the first letter varies fastest.</param>
/// <param name="Sizes">Along z, c and t; c counts IFDs, not samples.</param>
/// <param name="Places">Ordinal of a plane in <paramref name="Order"/> → file and IFD.</param>
internal sealed record ImagePlanes(string? WhyNot, string Order, (int Z, int C, int T) Sizes, IReadOnlyDictionary<long, (string File, long Ifd)> Places)
{
    public static ImagePlanes Unknown(string whyNot) => new(whyNot, "ZCT", default, new Dictionary<long, (string, long)>());

    /// <summary>The file and the index of the IFD; a null file if no file has the plane.</summary>
    public (string? File, long Ifd) PlaceOf(int z, int c, int t) => Places.TryGetValue(Ordinal(z, c, t), out var place) ? place : (null, 0);

    public long Ordinal(int z, int c, int t)
    {
        var (ordinal, stride) = (0L, 1L);
        foreach (var axis in Order)
        {
            var (at, size) = axis switch { 'Z' => (z, Sizes.Z), 'C' => (c, Sizes.C), _ => (t, Sizes.T) };
            ordinal += at * stride;
            stride *= size;
        }
        return ordinal;
    }
}

/// <summary>
/// The descriptions of OME-XML and ImageJ, read a second time for <see cref="PlaneOrderJudge"/>: by another parser, plane by plane. *Spec:*
/// OME-TIFF specification, "The TiffData element"; ImageJ's FileInfo. Descriptions that do not follow the specification are not judged.
/// </summary>
internal sealed class DeclaredPlanes(IReadOnlyList<ImagePlanes> images, bool oneImage)
{
    private const int MostPlanes = 5_000_000;

    /// <param name="omeImage">Index of the image in the OME-XML; negative if it is not from OME-XML.</param>
    public ImagePlanes Of(int omeImage) => oneImage ? images[0]
        : omeImage >= 0 && omeImage < images.Count ? images[omeImage]
        : ImagePlanes.Unknown("the image is in no OME-XML");

    /// <param name="path">Path of a TIFF, or of OME-XML that names TIFFs.</param>
    public static bool TryRead(string path, out DeclaredPlanes declared, out string whyNot)
    {
        (declared, whyNot) = (new DeclaredPlanes([], false), "");
        if (LibTiffFiles.WhyNot(path) is { } unusable)
            return Not(unusable, out whyNot);
        using var tiff = TiffFileHandle.Open(path, out var fault);
        var text = tiff is null ? "" : tiff.Description();
        if (tiff is null && !path.EndsWith(".ome", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
            return Not($"libtiff refuses the file: {fault}", out whyNot);
        if (tiff is not null && text.StartsWith("ImageJ=", StringComparison.Ordinal))
        {
            declared = new DeclaredPlanes([ImageJ(text, path, tiff)], true);
            return true;
        }
        if (tiff is not null && !text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('<'))
            return Not("the file has no OME-XML and no lines of ImageJ that say it", out whyNot);
        try
        {
            return TryOme(tiff is null ? Load(path) : XDocument.Parse(text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n')), path, out declared, out whyNot);
        }
        catch (XmlException)
        {
            return Not("the OME-XML is not well-formed", out whyNot);
        }
    }

    /// <summary>Loads a file through a stream, because a plain name could be read as a URL.</summary>
    private static XDocument Load(string path)
    {
        using var file = File.OpenRead(path);
        return XDocument.Load(file);
    }

    private static bool Not(string why, out string whyNot)
    {
        whyNot = why;
        return false;
    }

    private static bool TryOme(XDocument document, string path, out DeclaredPlanes declared, out string whyNot)
    {
        declared = new DeclaredPlanes([], false);
        var root = document.Root!;
        if (root.Elements().Any(element => element.Name.LocalName == "BinaryOnly"))
            return Not("its OME-XML is in another file (BinaryOnly); verify that file", out whyNot);
        var images = root.Elements().Where(element => element.Name.LocalName == "Image" && element.Elements().Any(child => child.Name.LocalName == "Pixels")).ToList();
        var anyIfd = root.Descendants().Any(element => element.Name.LocalName == "TiffData" && element.Attribute("IFD") is not null);
        var reading = new Reading(root, path);
        declared = new DeclaredPlanes([.. images.Select(image => images.Count > 1 && !anyIfd ? ImagePlanes.Unknown("several images, and no TiffData has an IFD") : reading.Of(image))], false);
        whyNot = "";
        return true;
    }

    private static ImagePlanes ImageJ(string text, string path, TiffFileHandle tiff)
    {
        var values = new Dictionary<string, string>();
        foreach (var line in text.Split('\n', '\r'))
            if (line.Split('=', 2) is [var key, var value])
                values.TryAdd(key, value.Trim());
        var ifds = tiff.Chain(MostPlanes).Length;
        int Size(string key) => int.TryParse(values.GetValueOrDefault(key, "1"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? Math.Max(1, size) : 0;
        var (images, c, z, t) = (Size("images"), Size("channels"), Size("slices"), Size("frames"));
        if (ifds == 1 && images > 1)
            return ImagePlanes.Unknown("all planes are behind one IFD");
        if ((long)c * z * t != ifds)
            return ImagePlanes.Unknown($"channels, slices and frames of ImageJ come to {(long)c * z * t}, and the file has {ifds} IFDs");
        var order = values.GetValueOrDefault("order", "czt").ToUpperInvariant();
        if (order.Length != 3 || !"ZCT".All(order.Contains))
            return ImagePlanes.Unknown($"ImageJ's order is '{order}'");
        return new ImagePlanes(null, order, (z, c, t), Enumerable.Range(0, (int)ifds).ToDictionary(ifd => (long)ifd, ifd => (path, (long)ifd)));
    }

    /// <summary>Null if the attribute is not a whole number from 0 on.</summary>
    private static int? Number(XElement element, string name, int otherwise) => element.Attribute(name) is not { } attribute ? otherwise
        : int.TryParse(attribute.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The images of one document. All planes together are bounded, because each named plane is kept in memory.</summary>
    private sealed class Reading(XElement root, string path)
    {
        private readonly Dictionary<string, int?> _samples = [];
        private long _left = MostPlanes;

        public ImagePlanes Of(XElement image)
        {
            if (image.Elements().Where(element => element.Name.LocalName == "Pixels").ToList() is not [var pixels])
                return ImagePlanes.Unknown("the Image has not one Pixels");
            var order = (string?)pixels.Attribute("DimensionOrder") ?? "";
            if (order.Length != 5 || !order.StartsWith("XY", StringComparison.Ordinal) || !"ZCT".All(order.Contains))
                return ImagePlanes.Unknown($"DimensionOrder is '{order}'");
            var (z, sizeC, t) = (Number(pixels, "SizeZ", 0) ?? 0, Number(pixels, "SizeC", 0) ?? 0, Number(pixels, "SizeT", 0) ?? 0);
            if (z == 0 || sizeC == 0 || t == 0)
                return ImagePlanes.Unknown("a size along z, c or t is not said");
            if (pixels.Elements().Any(element => element.Name.LocalName == "BinData"))
                return ImagePlanes.Unknown("its pixels are in no TIFF");
            var elements = pixels.Elements().Where(element => element.Name.LocalName == "TiffData").ToList();
            if (elements.Count == 0)
                elements.Add(new XElement("TiffData"));
            if (FileOf(elements[0]) is not { } firstFile || SamplesOf(firstFile) is not { } samples)
                return ImagePlanes.Unknown("libtiff does not read the first file that it names");
            if (sizeC % samples != 0)
                return ImagePlanes.Unknown($"SizeC is {sizeC}, and a pixel has {samples} samples");
            var c = sizeC / samples;
            if ((Int128)z * c * t > MostPlanes)
                return ImagePlanes.Unknown($"it has more than {MostPlanes} planes");
            var all = (long)z * c * t;
            var places = new Dictionary<long, (string, long)>();
            var planes = new ImagePlanes(null, order[2..], (z, c, t), places);
            foreach (var element in elements)
            {
                if (Number(element, "IFD", 0) is not { } ifd || Number(element, "FirstZ", 0) is not { } firstZ || Number(element, "FirstC", 0) is not { } firstC
                    || Number(element, "FirstT", 0) is not { } firstT || Number(element, element.Attribute("PlaneCount") is null ? "NumPlanes" : "PlaneCount", -1) is not { } count)
                    return ImagePlanes.Unknown("a TiffData has an attribute that is not a number");
                if (firstZ >= z || firstC >= c || firstT >= t)
                    return ImagePlanes.Unknown("a TiffData is outside of the image");
                if (count < 0 && element.Attribute("IFD") is null && elements.Count > 1)
                    return ImagePlanes.Unknown("a TiffData among several says neither IFD nor PlaneCount");
                var first = planes.Ordinal(firstZ, firstC, firstT);
                var end = Math.Min(all, first + (count >= 0 ? count : element.Attribute("IFD") is null ? all : 1));
                if (FileOf(element) is not { } file)
                    return ImagePlanes.Unknown("a file that it names is not there by that name");
                if ((_left -= end - first) < 0)
                    return ImagePlanes.Unknown($"the TiffData of its file name more than {MostPlanes} planes");
                for (var plane = first; plane < end; plane++)
                    places[plane] = (file, ifd + plane - first);
            }
            return planes;
        }

        private int? SamplesOf(string file)
        {
            if (!_samples.TryGetValue(file, out var samples))
                _samples.Add(file, samples = ReadSamples(file));
            return samples;
        }

        private static int? ReadSamples(string file)
        {
            using var tiff = TiffFileHandle.Open(file, out _);
            return tiff is not null && tiff.Chain(1) is [var first] && tiff.TryGo(first, out var ifd, out _) ? (int)ifd.SamplesPerPixel : null;
        }

        /// <summary>Null if the file does not exist.</summary>
        private string? FileOf(XElement tiffData)
        {
            var uuid = tiffData.Elements().FirstOrDefault(element => element.Name.LocalName == "UUID");
            var name = (string?)uuid?.Attribute("FileName");
            if (uuid is null || (root.Attribute("UUID") is { } own && own.Value.Trim().Equals(uuid.Value.Trim(), StringComparison.OrdinalIgnoreCase)))
                return path;
            if (name is null)
                return null;
            var file = Path.Combine(Path.GetDirectoryName(path)!, name.Replace('\\', '/'));
            return File.Exists(file) ? file : null;
        }
    }
}
