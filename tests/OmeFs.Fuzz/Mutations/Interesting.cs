namespace OmeFs.Fuzz.Mutations;

/// <summary>Numbers and words at which readers go wrong.</summary>
internal static class Interesting
{
    private static readonly ulong[] Numbers =
    [
        0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 63, 64, 127, 128, 255, 256, 257, 4095, 4096, 32767, 32768, 65534, 65535, 65536,
        0xFF_FFFF, 0x100_0000, 0x7FFF_FFFE, 0x7FFF_FFFF, 0x8000_0000, 0x8000_0001, 0xFFFF_0000, 0xFFFF_FFFE, 0xFFFF_FFFF, 0x1_0000_0000,
        0x1_0000_0001, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFF8, 0xFFFF_FFFF_FFFF_FFFF,
    ];

    private static readonly string[] Words =
    [
        "", " ", "0", "1", "-1", "2", "3", "7", "255", "65536", "2147483647", "-2147483648", "4294967295", "9223372036854775807", "1e308", "1e-320", "NaN",
        "INF", "-0", "0.5", "1.0", "999999999999999999999999", "+3", " 4 ", "0x10", "true", "uint8", "uint16", "int32", "float", "double", "complex",
        "bit", "XYZCT", "XYCTZ", "XYTCZ", "XYXYX", "Image:0", "Channel:0:0", "Pixels:0", "urn:uuid:1", "../../x", "/etc/passwd", "http://127.0.0.1:9/x",
        "µm", "nm", "pixel", "\u0001", "&amp;", "&#0;", "&#x10FFFF;", "]]>", "<!--", "\uFFFF", "𝛼",
    ];

    public static ulong Number(Random random, long length) => random.Next(4) switch
    {
        0 => (ulong)random.NextInt64(0, length + 16),
        1 => (ulong)length + (ulong)random.Next(-2, 3),
        _ => Numbers[random.Next(Numbers.Length)],
    };

    public static string Word(Random random) => random.Next(40) == 0 ? new string('9', random.Next(1, 5000)) : Words[random.Next(Words.Length)];
}
