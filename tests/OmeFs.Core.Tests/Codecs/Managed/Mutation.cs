namespace OmeFs.Core.Tests.Codecs.Managed;

/// <summary>Damages bytes: a few bits or bytes are others, rather at the start, and some are cut off.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] encoded, Random random)
    {
        var bytes = random.Next(4) == 0 ? encoded[..random.Next(encoded.Length)] : (byte[])encoded.Clone();
        for (var i = random.Next(4); i >= 0 && bytes.Length > 0; i--)
        {
            ref var one = ref bytes[random.Next(random.Next(2) == 0 ? Math.Min(64, bytes.Length) : bytes.Length)];
            one = random.Next(2) == 0 ? (byte)(one ^ (1 << random.Next(8))) : (byte)random.Next(256);
        }
        return bytes;
    }
}
