namespace OmeFs.Fuzz.Mutations;

/// <summary>Changes that know nothing of the format.</summary>
internal static class ByteMutator
{
    public static byte[] Mutate(byte[] bytes, byte[] other, Random random)
    {
        if (bytes.Length == 0)
            return other.ToArray();
        switch (random.Next(9))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                return Splice(bytes, other, random);
            case 2:
                return Cut(bytes, random);
            case 3:
                return [.. bytes, .. Some(other, random)];
            default:
                var changed = bytes.ToArray();
                Change(changed, random);
                return changed;
        }
    }

    /// <summary>Most of the time where something other than nought stands: structure, not emptiness.</summary>
    public static void Change(Span<byte> bytes, Random random)
    {
        if (bytes.IsEmpty)
            return;
        var at = random.Next(bytes.Length);
        for (var tries = 0; tries < 20 && bytes[at] == 0; tries++)
            at = random.Next(bytes.Length);
        switch (random.Next(4))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.Slice(at, Math.Min(random.Next(1, 9), bytes.Length - at)).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                break;
            default:
                bytes[at] = (byte)(bytes[at] + random.Next(-2, 3));
                break;
        }
    }

    private static byte[] Splice(byte[] bytes, byte[] other, Random random)
    {
        var part = Some(other, random);
        var at = random.Next(bytes.Length);
        var end = random.Next(2) == 0 ? at : Math.Min(bytes.Length, at + part.Length);
        return [.. bytes[..at], .. part, .. bytes[end..]];
    }

    private static byte[] Cut(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 64))..]];
    }

    private static byte[] Some(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length + 1);
        return bytes[at..Math.Min(bytes.Length, at + random.Next(1, 512))];
    }
}
