namespace OmeFs.Core.Tests.Arrays;

/// <summary>One sample of an array.</summary>
internal readonly record struct SamplePlace(int T, int C, int Z, int Y, int X);
