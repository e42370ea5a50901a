using System.Text;
using System.Text.Json;
using OmeFs.Core.References.Set;
using OmeFs.Core.References.Templates;

namespace OmeFs.Core.References.Json;

/// <summary>
/// Reads a reference document of version 0 or 1 as a stream. *Spec:* kerchunk, "References specification". If it does not say,
/// omefs does what fsspec does.
/// </summary>
/// <remarks>
/// The version may be anywhere in the document. Members before it are read as the version that they look like. If this was wrong, the document is
/// read again.
/// </remarks>
internal sealed class ReferenceDocument
{
    private readonly ReferenceSetBuilder _builder;
    private readonly ReferenceReader _references;
    private readonly TemplateSet _templates = new();
    private readonly List<GeneratorSpec> _generators = [];
    private readonly string _name;
    private int? _version;
    private bool _hasKeys, _hasParts;

    private ReferenceDocument(string name, int? version)
    {
        (_name, _version, _builder) = (name, version, new ReferenceSetBuilder(name));
        _references = new ReferenceReader(_builder);
    }

    /// <param name="open">The document's text from its beginning; may be called twice.</param>
    /// <param name="arithmetic">False: the references of `gen` are stored one by one. The result must be the same; tests check this.</param>
    /// <exception cref="OmeFsException">It is not a reference document, or one that cannot be shown.</exception>
    public static ReferenceSet Read(Func<Stream> open, string name, bool arithmetic = true)
    {
        try
        {
            var document = new ReferenceDocument(name, null);
            if (document.TryRead(open) is { } version)
            {
                document = new ReferenceDocument(name, version);
                _ = document.TryRead(open);
            }
            return document.Finish(arithmetic);
        }
        catch (OmeFsException fault) when (!fault.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new OmeFsException(fault.Kind, $"{name}: {fault.Message}", fault);
        }
    }

    /// <summary>Returns null, or the version that the document must be read again as.</summary>
    private int? TryRead(Func<Stream> open)
    {
        using var stream = open();
        using var text = new JsonText(stream, _name);
        var cursor = new JsonCursor(text);
        cursor.MustRead();
        if (cursor.Token == JsonTokenType.StartArray)
            throw new OmeFsException(
                FaultKind.Unsupported, $"{_name}: is a list of reference documents; combine them with kerchunk's MultiZarrToZarr, or write each to a file and mount it by itself");
        if (cursor.Token != JsonTokenType.StartObject)
            throw new OmeFsException(FaultKind.Corrupt, $"{_name}: is JSON, but not a reference document: an object expected, found {Encoding.UTF8.GetString(cursor.Raw)}");
        for (cursor.MustRead(); cursor.Token != JsonTokenType.EndObject; cursor.MustRead())
        {
            ReadMember(ref cursor);
            if (_version == 1 && _hasKeys)
                return 1;
        }
        if (cursor.Read())
            throw cursor.Wrong("the document has ended");
        return _version is null && _hasParts ? 0 : null;
    }

    private void ReadMember(ref JsonCursor cursor)
    {
        if (_version is null && cursor.Raw.SequenceEqual("version"u8))
        {
            cursor.MustRead();
            _version = cursor.TryWhole(out var number) && number == 1
                ? 1
                : throw new OmeFsException(FaultKind.Unsupported, $"{_name}: version {Encoding.UTF8.GetString(cursor.Raw)} of reference documents is not known; 1, or none, expected");
        }
        else if (_version == 0 || (_version is null && !IsPart(cursor.Raw)))
        {
            _hasKeys = true;
            _references.Read(ref cursor);
        }
        else
            ReadPart(ref cursor);
    }

    /// <summary>Whether a name may be something other than a key.</summary>
    public static bool IsMember(ReadOnlySpan<byte> name) => name.Length <= 9 && (IsPart(name) || name.SequenceEqual("version"u8));

    private static bool IsPart(ReadOnlySpan<byte> name) => name.SequenceEqual("refs"u8) || name.SequenceEqual("templates"u8) || name.SequenceEqual("gen"u8);

    private void ReadPart(ref JsonCursor cursor)
    {
        _hasParts = true;
        var part = IsPart(cursor.Raw) ? Encoding.UTF8.GetString(cursor.Raw) : "";
        cursor.MustRead();
        switch (part, cursor.Token)
        {
            case ("refs", JsonTokenType.StartObject):
                for (cursor.MustRead(); cursor.Token != JsonTokenType.EndObject; cursor.MustRead())
                    _references.Read(ref cursor);
                break;
            case ("templates", JsonTokenType.StartObject):
                ReadTemplates(ref cursor);
                break;
            case ("gen", JsonTokenType.StartArray):
                GeneratorReader.Read(ref cursor, _generators);
                break;
            case ("templates" or "gen", JsonTokenType.Null):
                break;
            case ("refs" or "templates" or "gen", _) when _version == 1:
                throw cursor.Wrong($"'{part}' must be {(part == "gen" ? "a list" : "an object")}");
            default:
                cursor.Skip();
                break;
        }
    }

    private void ReadTemplates(ref JsonCursor cursor)
    {
        for (cursor.MustRead(); cursor.Token != JsonTokenType.EndObject; cursor.MustRead())
        {
            var name = GeneratorReader.Text(ref cursor, "a template's name");
            cursor.MustRead();
            _templates.Add(name, GeneratorReader.Text(ref cursor, $"the template '{name}'"));
        }
    }

    private ReferenceSet Finish(bool arithmetic)
    {
        if (!_templates.IsEmpty)
            _builder.Urls.Replace(Fill);
        var references = _builder.Freeze(_generators.ConvertAll(spec => new Generator(spec, _templates)), arithmetic);
        return references.Count > 0 && (_builder.HasValidValue || _generators.Count > 0)
            ? references
            : throw new OmeFsException(FaultKind.Corrupt, string.Join("; ", references.Refusals.Lines().Prepend($"{_name}: holds no references")));
    }

    private byte[] Fill(byte[] url)
    {
        var text = Encoding.UTF8.GetString(url);
        if (text.Length > ReferenceLimits.MaxRenderedBytes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"a URL with templates has more than {ReferenceLimits.MaxRenderedBytes} characters");
        var filled = new RenderedText();
        TemplateText.Parse(text, new TemplateScope([], _templates)).Render([], filled);
        return filled.Span.ToArray();
    }
}
