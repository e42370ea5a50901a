using System.CommandLine;
using OmeFs.Composition;
using OmeFs.Core.References;

namespace OmeFs.Commands;

/// <summary>The options that only reference JSON takes. They are not in a command's own help, but in the topic 'references'.</summary>
/// <param name="reading">Whether the references are read: then what may not be read is a reason to refuse the document.</param>
internal sealed class ReferenceArguments(bool reading)
{
    private readonly Option<string[]> _allowSource = new("--allow-source")
    {
        Description = "A source outside the document's own folder that references, or symbolic links of a multi-file OME-TIFF or of a folder, may lead to: a folder, s3://bucket/prefix, https://host/path, or any. May be repeated.",
        HelpName = "PREFIX",
        AllowMultipleArgumentsPerToken = false,
        Hidden = true,
    };

    private readonly Option<string?> _target = new("--target")
    {
        Description = "The file, or URL, that references with a URL of null lead to. It needs no --allow-source.",
        HelpName = "FILE",
        Hidden = true,
    };

    private readonly Option<bool> _skipRefused = new("--skip-refused")
    {
        Description = "List keys that lead to other sources, too, but make reading them fail (EACCES). Without it the document is refused.",
        Hidden = true,
    };

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Refuse the document if a key has to be left out, or if a target is absent, too small or newer than the document.",
        Hidden = true,
    };

    public IReadOnlyList<Option> All => reading ? [_allowSource, _target, _skipRefused, _strict] : [_allowSource, _target, _strict];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Options.Add(option);
    }

    /// <summary>A line of help that names them.</summary>
    public string Summary => $"Reference JSON also takes {string.Join(", ", All.Select(option => option.Name + (option.HelpName is { } value ? " " + value : "")))}: see 'omefs help references'.";

    public ReferenceOptions Of(ParseResult parsed) => new()
    {
        Target = parsed.GetValue(_target) is { } file ? MountSettings.Target("--target", file) : null,
        AllowedSources = CommonOptions.AllowedSources(parsed, _allowSource),
        SkipRefused = !reading || parsed.GetValue(_skipRefused),
        Strict = parsed.GetValue(_strict),
    };
}
