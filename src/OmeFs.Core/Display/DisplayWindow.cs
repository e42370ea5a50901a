namespace OmeFs.Core.Display;

/// <summary>The window of one channel. *Spec:* OME-NGFF 0.4, "omero", "window".</summary>
/// <param name="Minimum">Lowest value that a viewer offers.</param>
/// <param name="Start">Value shown black.</param>
/// <param name="End">Value shown in full colour.</param>
internal readonly record struct DisplayWindow(double Minimum, double Maximum, double Start, double End);
