namespace OmeFs.Core.Series.Channels;

/// <summary>One channel as a viewer shows it: with RGB, each sample is a channel.</summary>
/// <param name="Color">Six hexadecimal digits, RRGGBB.</param>
/// <param name="Minimum">Lowest value a sample can have.</param>
/// <param name="Start">Value shown black, unless <paramref name="Range"/> says that the pixels decide.</param>
/// <param name="End">Value shown in full colour, with the same exception.</param>
/// <param name="Colors">The file's own colour of every value; null where it is a ramp from black to <paramref name="Color"/>.</param>
public sealed record SeriesChannel(
    string Label, string Color, double Minimum, double Maximum, double Start, double End, ColorTable? Colors = null, DisplayRange Range = DisplayRange.Pixels);
