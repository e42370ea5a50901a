namespace OmeFs.Core.Ome;

/// <summary>Fills in the sizes along z, c and t that a document does not say.</summary>
/// <remarks>
/// A size is what the TiffData's First* and the Channels bear out. If one size alone is left then, it is as large as there are planes for. Any
/// other is 1.
/// </remarks>
internal static class MissingSizes
{
    /// <param name="notices">What was filled in is told here.</param>
    public static OmeDocument Complete(OmeDocument document, IPlaneFiles files, List<string> notices)
    {
        var images = document.Images.Select((image, number) =>
        {
            if (!LacksAny(image.Pixels))
                return image;
            var own = files.IndexOf(image.Pixels.TiffData.FirstFile);
            var ifds = own < 0 ? 0 : files.IfdCount(own);
            var samples = ifds == 0 ? 1 : files.SamplesPerPixel(new IfdPlace(own, 0));
            return image with { Pixels = Complete(image.Pixels, samples, PlaneCount(image.Pixels, document.Images.Count == 1 ? ifds : 0), number, notices) };
        });
        return document with { Images = [.. images] };
    }

    /// <summary>The same for one image, whose planes are counted already.</summary>
    /// <param name="samplesPerPixel">As the source has it.</param>
    /// <param name="planes">How many planes there are, each of all samples of a pixel; 0 where nobody knows.</param>
    public static Pixels Complete(Pixels pixels, int samplesPerPixel, long planes, int number, List<string> notices)
    {
        if (!LacksAny(pixels))
            return pixels;
        var z = pixels.SizeZ > 0 ? pixels.SizeZ : BornOut(pixels.TiffData, element => element.FirstZ);
        var t = pixels.SizeT > 0 ? pixels.SizeT : BornOut(pixels.TiffData, element => element.FirstT);
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
        if ((Int128)z * sizeC * t > OmeLimits.MaxPlanes)
            (z, sizeC, t) = (pixels.SizeZ > 0 ? z : 1, pixels.SizeC > 0 ? sizeC : samplesPerPixel, pixels.SizeT > 0 ? t : 1);
        Tell(notices, number, ("SizeZ", pixels.SizeZ, z), ("SizeC", pixels.SizeC, sizeC), ("SizeT", pixels.SizeT, t));
        return pixels with { SizeZ = z, SizeC = sizeC, SizeT = t };
    }

    private static bool LacksAny(Pixels pixels) => pixels.SizeZ == 0 || pixels.SizeC == 0 || pixels.SizeT == 0;

    /// <summary>The size that the elements count up to, from 0 or from 1; 0 where they say nothing but 0.</summary>
    private static int BornOut(TiffDataList elements, Func<TiffData, int> first)
    {
        int least = int.MaxValue, most = 0;
        foreach (var element in elements)
            (least, most) = (Math.Min(least, first(element)), Math.Max(most, first(element)));
        return most == 0 ? 0 : least == 0 ? Math.Min(most, int.MaxValue - 1) + 1 : most;
    }

    /// <summary>Channels of <paramref name="samplesPerPixel"/> samples each; 0 where the document has none.</summary>
    private static int Channels(Pixels pixels, int samplesPerPixel)
    {
        var bornOut = BornOut(pixels.TiffData, element => element.FirstC);
        var samples = pixels.Channels.Sum(channel => (long)channel.SamplesPerPixel);
        var said = samples % samplesPerPixel == 0 ? samples / samplesPerPixel : pixels.Channels.Count;
        return (int)Math.Min(OmeLimits.MaxChannels / samplesPerPixel, Math.Max(bornOut, said));
    }

    private static long PlaneCount(Pixels pixels, int ifds)
    {
        var elements = pixels.TiffData;
        return elements.Count == 0 || (elements.Count == 1 && elements[0] is { Ifd: null, PlaneCount: null })
            ? ifds
            : elements.Sum(element => (long)(element.PlaneCount ?? 1));
    }

    private static void Tell(List<string> notices, int number, params ReadOnlySpan<(string Name, int Said, int Taken)> sizes)
    {
        foreach (var (name, said, taken) in sizes)
            if (said == 0)
                notices.Add($"Image {number}: the OME-XML does not say {name}; {taken} was taken");
    }
}
