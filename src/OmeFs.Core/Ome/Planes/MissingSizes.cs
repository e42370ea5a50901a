namespace OmeFs.Core.Ome.Planes;

/// <summary>Fills in sizes along z, c and t that a document omits, or gives far too large for the planes there are (<see cref="PlaneClaims"/>).</summary>
/// <remarks>
/// A missing size follows from the TiffData's First* and from the Channels. If exactly one size is still missing, it is chosen to fit the number
/// of planes. All others become 1.
/// </remarks>
internal static class MissingSizes
{
    /// <param name="notices">Receives a notice for each size that was filled in.</param>
    public static OmeDocument Complete(OmeDocument document, IPlaneFiles files, List<string> notices)
    {
        var left = PlaneClaims.Most(files.AllIfds);
        var images = document.Images.Select((image, number) =>
        {
            var pixels = image.Pixels;
            if (LacksAny(Plausible(pixels, left)))
            {
                var own = files.IndexOf(pixels.TiffData.FirstFile);
                var ifds = own < 0 ? 0 : files.IfdCount(own);
                var samples = ifds == 0 ? 1 : files.SamplesPerPixel(new IfdPlace(own, 0));
                pixels = Complete(pixels, samples, PlaneCount(pixels, document.Images.Count == 1 ? ifds : 0), left, number, notices);
            }
            left -= Math.Min(left, (long)pixels.SizeZ * pixels.SizeC * pixels.SizeT);
            return ReferenceEquals(pixels, image.Pixels) ? image : image with { Pixels = pixels };
        });
        return document with { Images = [.. images] };
    }

    /// <summary>Completes one image whose planes are already counted.</summary>
    /// <param name="samplesPerPixel">Of the source, which wins over the OME-XML.</param>
    /// <param name="planes">The number of planes, each with all samples of a pixel; 0 if it is not known.</param>
    /// <param name="most">The most planes that the image may have.</param>
    public static Pixels Complete(Pixels declared, int samplesPerPixel, long planes, long most, int number, List<string> notices)
    {
        var pixels = Plausible(declared, most);
        if (!LacksAny(pixels))
            return pixels;
        var z = pixels.SizeZ > 0 ? pixels.SizeZ : Implied(pixels.TiffData, element => element.FirstZ);
        var t = pixels.SizeT > 0 ? pixels.SizeT : Implied(pixels.TiffData, element => element.FirstT);
        var c = pixels.SizeC > 0 ? pixels.SizeC / samplesPerPixel : Channels(pixels, samplesPerPixel);
        c = pixels.SizeC > 0 ? Math.Max(1, c) : c;
        var known = (long)Math.Max(1, z) * Math.Max(1, c) * Math.Max(1, t);
        var rest = known <= planes && planes % known == 0 && planes / known <= OmeLimits.MaxChannels ? (int)(planes / known) : 1;
        (z, c, t) = (z, c, t) switch
        {
            (0, > 0, > 0) => (rest, c, t),
            ( > 0, 0, > 0) => (z, rest, t),
            ( > 0, > 0, 0) => (z, c, rest),
            _ => (Math.Max(1, z), Math.Max(1, c), Math.Max(1, t)),
        };
        var sizeC = pixels.SizeC > 0 ? pixels.SizeC : c * samplesPerPixel;
        if ((Int128)z * sizeC * t > most)
            (z, sizeC, t) = (pixels.SizeZ > 0 ? z : 1, pixels.SizeC > 0 ? sizeC : samplesPerPixel, pixels.SizeT > 0 ? t : 1);
        AddNotices(notices, number, ("SizeZ", declared.SizeZ, pixels.SizeZ, z), ("SizeC", declared.SizeC, pixels.SizeC, sizeC), ("SizeT", declared.SizeT, pixels.SizeT, t));
        return pixels with { SizeZ = z, SizeC = sizeC, SizeT = t };
    }

    private static bool LacksAny(Pixels pixels) => pixels.SizeZ == 0 || pixels.SizeC == 0 || pixels.SizeT == 0;

    /// <summary>Treats the largest size as missing until the image has no more planes than it may have.</summary>
    private static Pixels Plausible(Pixels pixels, long most)
    {
        while ((Int128)Math.Max(1, pixels.SizeZ) * Math.Max(1, pixels.SizeC) * Math.Max(1, pixels.SizeT) > Math.Max(1, most))
            pixels = pixels.SizeT >= Math.Max(pixels.SizeZ, pixels.SizeC) ? pixels with { SizeT = 0 }
                : pixels.SizeZ >= pixels.SizeC ? pixels with { SizeZ = 0 }
                : pixels with { SizeC = 0 };
        return pixels;
    }

    /// <summary>The size that the elements imply, whether they count from 0 or from 1; 0 if all of them are 0.</summary>
    private static int Implied(TiffDataList elements, Func<TiffData, int> first)
    {
        int least = int.MaxValue, most = 0;
        foreach (var element in elements)
            (least, most) = (Math.Min(least, first(element)), Math.Max(most, first(element)));
        return most == 0 ? 0 : least == 0 ? Math.Min(most, int.MaxValue - 1) + 1 : most;
    }

    /// <summary>The number of channels, each with <paramref name="samplesPerPixel"/> samples; 0 if the document has none.</summary>
    private static int Channels(Pixels pixels, int samplesPerPixel)
    {
        var implied = Implied(pixels.TiffData, element => element.FirstC);
        var samples = pixels.Channels.Sum(channel => (long)channel.SamplesPerPixel);
        var described = samples % samplesPerPixel == 0 ? samples / samplesPerPixel : pixels.Channels.Count;
        return (int)Math.Min(OmeLimits.MaxChannels / samplesPerPixel, Math.Max(implied, described));
    }

    private static long PlaneCount(Pixels pixels, int ifds)
    {
        var elements = pixels.TiffData;
        return elements.Count == 0 || (elements.Count == 1 && elements[0] is { Ifd: null, PlaneCount: null })
            ? ifds
            : elements.Sum(element => (long)(element.PlaneCount ?? 1));
    }

    private static void AddNotices(List<string> notices, int number, params ReadOnlySpan<(string Name, int Declared, int Plausible, int Taken)> sizes)
    {
        foreach (var (name, declared, plausible, taken) in sizes)
            if (plausible == 0)
                notices.Add(declared == 0
                    ? $"Image {number}: the OME-XML does not say {name}; {taken} was taken"
                    : $"Image {number}: the OME-XML says {name}={declared}, far more than there are planes for; {taken} was taken");
    }
}
