namespace OmeFs.Core.References.Templates;

/// <summary>
/// The document's named templates. One whose text has no `{{` is a value, `{{u}}`; any other is to be called: `{{f(c='text')}}` fills
/// `{{c}}` in it, and sees nothing but its arguments.
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

    /// <summary>A callable template for a call with these arguments; parsed once, however often it is called so.</summary>
    public TemplateText Callable(string name, string text, IReadOnlyList<string> arguments)
    {
        var call = $"{name}({string.Join(',', arguments)})";
        if (!_callables.TryGetValue(call, out var parsed))
            _callables[call] = parsed = TemplateText.Parse(text, new TemplateScope(arguments, new TemplateSet()));
        return parsed;
    }

    public static bool IsCallable(string text) => text.Contains("{{", StringComparison.Ordinal);
}
