namespace OmeFs.Core.Display;

/// <summary>The range that most values of some pixels are in.</summary>
/// <param name="Low">Few values are lower.</param>
/// <param name="High">Few values are higher.</param>
internal readonly record struct ValueSpread(double Minimum, double Low, double High, double Maximum)
{
    /// <summary>The spread of both.</summary>
    public static ValueSpread? Join(ValueSpread? one, ValueSpread? other) => (one, other) is ({ } a, { } b)
        ? new ValueSpread(Math.Min(a.Minimum, b.Minimum), Math.Min(a.Low, b.Low), Math.Max(a.High, b.High), Math.Max(a.Maximum, b.Maximum))
        : one ?? other;
}
