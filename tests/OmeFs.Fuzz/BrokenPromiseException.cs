namespace OmeFs.Fuzz;

/// <summary>omefs did something that it says it never does.</summary>
internal sealed class BrokenPromiseException(string what) : Exception(what);
