namespace OmeFs.Clients.Tests;

/// <summary>
/// Files of the shared corpus that omefs refuses although they are uncompressed or deflate, each with what the refusal must say
/// and why it is right. A file that stops being refused so fails the tests until its line is taken out.
/// </summary>
static class SharedTiffExclusions
{
    internal static readonly IReadOnlyDictionary<string, (string Says, string Why)> Table = new Dictionary<string, (string, string)>
    {
    };
}
