using OmeFs.Core.Codecs.Samples;

namespace OmeFs.Core.Tests.Codecs.Samples;

public class SampleSplitterTests
{
    public static IEnumerable<object[]> Shapes => from bytes in new[] { 1, 2, 4, 8, 16 } from samples in new[] { 1, 2, 3, 4, 5 } select new object[] { bytes, samples };

    [Theory, MemberData(nameof(Shapes))]
    public void Samples_that_lie_together_are_taken_apart(int sampleBytes, int samplesPerPixel)
    {
        foreach (var count in new[] { 0, 1, 15, 16, 17, 31, 32, 100 })
        {
            var pixels = new byte[count * samplesPerPixel * sampleBytes];
            new Random(count).NextBytes(pixels);
            var planeBytes = (count + 3) * sampleBytes;
            var (expected, found) = (new byte[samplesPerPixel * planeBytes], new byte[samplesPerPixel * planeBytes]);
            for (var i = 0; i < pixels.Length; i++)
            {
                var (sample, inSample) = (i / sampleBytes, i % sampleBytes);
                expected[(sample % samplesPerPixel * planeBytes) + (sample / samplesPerPixel * sampleBytes) + inSample] = pixels[i];
            }
            SampleSplitter.Split(pixels, samplesPerPixel, sampleBytes, found, planeBytes);
            Assert.Equal(expected, found);
        }
    }
}
