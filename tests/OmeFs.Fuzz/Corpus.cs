using System.Security.Cryptography;
using System.Text;

namespace OmeFs.Fuzz;

/// <summary>The folder of inputs that went wrong once, one subfolder a kind, one file a place in the code.</summary>
internal sealed class Corpus(string folder)
{
    /// <summary>Keeps the input, unless there is one of this kind and place already; returns its path.</summary>
    public string Save(Finding finding, byte[] input)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(finding.Place)))[..12];
        var path = Path.Combine(folder, finding.Kind, name + ".fuzz");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
            File.WriteAllBytes(path, input);
        return path;
    }
}
