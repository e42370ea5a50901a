namespace OmeFs.Core;

/// <summary>Division that rounds up: how many steps cover a length.</summary>
internal static class Ceiling
{
    public static int Divide(int length, int step) => (int)Divide((long)length, step);

    /// <summary>Both must be positive, and length + step at most long.MaxValue.</summary>
    public static long Divide(long length, long step) => (length + step - 1) / step;
}
