using System.Globalization;

namespace OmeFs.Core.References.Templates;

/// <summary>Parses one expression by recursive descent: sums of products of signed values, brackets, calls of templates.</summary>
internal sealed class ExpressionParser
{
    private readonly string _text;
    private readonly TemplateScope _scope;
    private int _at;
    private int _depth;
    private int _operators;

    private ExpressionParser(string text, int at, TemplateScope scope) => (_text, _at, _scope) = (text, at, scope);

    /// <param name="at">The position after the `{{`.</param>
    /// <returns>The expression, and the position after its `}}`.</returns>
    public static (Expression Value, int End) Parse(string text, int at, TemplateScope scope)
    {
        var parser = new ExpressionParser(text, at, scope);
        if (at < text.Length && text[at] is '-' or '+')
            throw new OmeFsException(FaultKind.Unsupported, "whitespace control ('{{-' or '{{+') is not supported; write '{{ -'");
        var value = parser.Sum();
        if (!parser.Takes("}}"))
            throw parser.Wrong("'}}' expected");
        return (value, parser._at);
    }

    private Expression Sum()
    {
        var left = Product();
        while (TakeOperator("+-") is { } operation)
            left = Binary(operation, left, Product());
        return left;
    }

    private Expression Product()
    {
        var left = Signed();
        while (true)
        {
            if (Takes("**"))
                throw Wrong("powers are not supported");
            if (Takes("//"))
                left = Binary('/', left, Signed());
            else if (TakeOperator("*%") is { } operation)
                left = Binary(operation, left, Signed());
            else if (Takes("/"))
                throw Wrong("'/' makes fractions; '//' divides whole numbers");
            else
                return left;
        }
    }

    /// <summary>A chain is evaluated from the left. Each operator makes the recursion one call deeper.</summary>
    private Expression.Binary Binary(char operation, Expression left, Expression right) => ++_operators <= ReferenceLimits.MaxOperators
        ? new Expression.Binary(operation, left, right)
        : throw new OmeFsException(FaultKind.LimitExceeded, $"more than {ReferenceLimits.MaxOperators} operators");

    private Expression Signed()
    {
        if (++_depth > ReferenceLimits.MaxExpressionDepth)
            throw new OmeFsException(FaultKind.LimitExceeded, $"nested more than {ReferenceLimits.MaxExpressionDepth} deep");
        var value = Takes("-") ? new Expression.Negation(Signed()) : Takes("+") ? Signed() : Value();
        _depth--;
        return value;
    }

    private Expression Value()
    {
        SkipSpace();
        if (Takes("("))
        {
            var inner = Sum();
            return Takes(")") ? inner : throw Wrong("')' expected");
        }
        if (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            return new Expression.Constant(TemplateValue.Of(Digits()));
        if (_at < _text.Length && _text[_at] is '\'' or '"')
            return new Expression.Constant(TemplateValue.Of(Quoted()));
        return Named(Name());
    }

    private Expression Named(string name)
    {
        if (_scope.IndexOf(name) is >= 0 and var index)
            return new Expression.Variable(index);
        var text = _scope.Templates.Find(name) ?? throw new OmeFsException(FaultKind.Corrupt, $"'{name}' is not defined");
        if (Takes("("))
            return Call(name, text);
        return TemplateSet.IsCallable(text)
            ? throw new OmeFsException(FaultKind.Corrupt, $"the template '{name}' needs arguments: '{{{{{name}(c=...)}}}}'")
            : new Expression.Constant(TemplateValue.Of(text));
    }

    private Expression.Call Call(string name, string text)
    {
        if (!TemplateSet.IsCallable(text))
            throw new OmeFsException(FaultKind.Corrupt, $"the template '{name}' has no '{{{{' and cannot be called");
        var (names, arguments) = (new List<string>(), new List<Expression>());
        while (!Takes(")"))
        {
            if (names.Count > 0 && !Takes(","))
                throw Wrong("',' or ')' expected");
            SkipSpace();
            names.Add(Name());
            if (!Takes("="))
                throw Wrong("'=' expected: arguments have names");
            arguments.Add(Sum());
        }
        return new Expression.Call(_scope.Templates.Callable(name, text, names), arguments);
    }

    private string Name()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetter(_text[_at]) || _text[_at] == '_' || (_at > start && char.IsAsciiDigit(_text[_at]))))
            _at++;
        return _at > start ? _text[start.._at] : throw Wrong("a name, a number or a string expected");
    }

    private long Digits()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
        if (_at < _text.Length && (_text[_at] == '.' || char.IsLetter(_text[_at])))
            throw Wrong("a whole number expected");
        return long.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new OmeFsException(FaultKind.LimitExceeded, $"'{_text[start.._at]}' does not fit into 63 bits");
    }

    private string Quoted()
    {
        var end = _text.IndexOf(_text[_at], _at + 1);
        if (end < 0)
            throw Wrong("a string without its closing quote");
        var text = _text[(_at + 1)..end];
        if (text.Contains('\\'))
            throw new OmeFsException(FaultKind.Unsupported, "escapes in strings ('\\') are not supported");
        _at = end + 1;
        return text;
    }

    private char? TakeOperator(string operators)
    {
        SkipSpace();
        return _at < _text.Length && operators.Contains(_text[_at]) ? _text[_at++] : null;
    }

    private bool Takes(string word)
    {
        SkipSpace();
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
            return false;
        _at += word.Length;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private OmeFsException Wrong(string what) => new(FaultKind.Corrupt, $"character {_at + 1}: {what}");
}
