namespace OmeFs.Core.Series.Channels;

/// <summary>One channel as a viewer shows it. In RGB images each sample is a channel.</summary>
/// <param name="Color">Six hexadecimal digits, RRGGBB.</param>
/// <param name="Minimum">The lowest value that a sample can have.</param>
/// <param name="Start">The value shown black, unless the pixels decide (see <paramref name="Range"/>).</param>
/// <param name="End">The value shown in full colour, unless the pixels decide.</param>
/// <param name="Colors">The file's own colour for every value; null if they are a ramp from black to <paramref name="Color"/>.</param>
public sealed record SeriesChannel(
    string Label, string Color, double Minimum, double Maximum, double Start, double End, ColorTable? Colors = null, DisplayRange Range = DisplayRange.Pixels);
