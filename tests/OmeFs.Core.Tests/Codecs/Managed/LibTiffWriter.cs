using OmeFs.Core.Tests.Codecs.Native;

namespace OmeFs.Core.Tests.Codecs.Managed;

/// <summary>Writes TIFFs that no tool writes: a Python program with tests/fixtures/libtiff.py, which is libtiff itself.</summary>
internal static class LibTiffWriter
{
    public static void Run(string folder, string program) =>
        Tool.Run(Repository.Python, "-c", $"import sys\nsys.path.insert(0, {Quoted(Path.Combine(Repository.Root, "tests/fixtures"))})\nimport libtiff\nfolder = {Quoted(folder)}\n{program}");

    private static string Quoted(string text) => $"'{text}'";
}
