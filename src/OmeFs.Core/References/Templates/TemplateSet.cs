namespace OmeFs.Core.References.Templates;

/// <summary>
/// The document's named templates. A template without `{{` in its text is a value: `{{u}}`. Any other is called: `{{f(c='text')}}` fills in its
/// `{{c}}`. It can use only its arguments.
/// </summary>
internal sealed class TemplateSet
{
    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<string, TemplateText> _callables = [];

    public bool IsEmpty => _texts.Count == 0;

    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>.</exception>
    public void Add(string name, string text)
    {
        if (text.Length > ReferenceLimits.MaxRenderedBytes || _texts.Count == ReferenceLimits.MaxTemplates)
            throw new OmeFsException(
                FaultKind.LimitExceeded,
                $"the template '{name}' has {text.Length} characters, or is one too many: at most {ReferenceLimits.MaxTemplates} of {ReferenceLimits.MaxRenderedBytes} expected");
        _texts[name] = text;
    }

    public string? Find(string name) => _texts.GetValueOrDefault(name);

    /// <summary>The template for a call with these arguments. It is parsed once per list of argument names.</summary>
    public TemplateText Callable(string name, string text, IReadOnlyList<string> arguments)
    {
        var call = $"{name}({string.Join(',', arguments)})";
        if (!_callables.TryGetValue(call, out var parsed))
            _callables[call] = parsed = TemplateText.Parse(text, new TemplateScope(arguments, new TemplateSet()));
        return parsed;
    }

    public static bool IsCallable(string text) => text.Contains("{{", StringComparison.Ordinal);
}
