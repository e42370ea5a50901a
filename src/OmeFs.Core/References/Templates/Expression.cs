using System.Text;

namespace OmeFs.Core.References.Templates;

/// <summary>An expression between `{{` and `}}`: the part of Jinja's language that reference documents use.</summary>
internal abstract record Expression
{
    /// <param name="variables">In the order of the <see cref="TemplateScope"/> that the expression was parsed in.</param>
    /// <exception cref="OmeFsException">It cannot be calculated.</exception>
    public abstract TemplateValue Evaluate(ReadOnlySpan<TemplateValue> variables);

    public abstract bool Uses(int variable);

    internal sealed record Constant(TemplateValue Value) : Expression
    {
        public override TemplateValue Evaluate(ReadOnlySpan<TemplateValue> variables) => Value;

        public override bool Uses(int variable) => false;
    }

    internal sealed record Variable(int Index) : Expression
    {
        public override TemplateValue Evaluate(ReadOnlySpan<TemplateValue> variables) => variables[Index];

        public override bool Uses(int variable) => variable == Index;
    }

    internal sealed record Negation(Expression Operand) : Expression
    {
        public override TemplateValue Evaluate(ReadOnlySpan<TemplateValue> variables) =>
            Operand.Evaluate(variables) is { Text: null } value ? Arithmetic.Calculate('-', TemplateValue.Of(0), value) : throw Arithmetic.NoNumber('-');

        public override bool Uses(int variable) => Operand.Uses(variable);
    }

    /// <param name="Operator">One of + - * % and / (which means //).</param>
    internal sealed record Binary(char Operator, Expression Left, Expression Right) : Expression
    {
        public override TemplateValue Evaluate(ReadOnlySpan<TemplateValue> variables) =>
            Arithmetic.Calculate(Operator, Left.Evaluate(variables), Right.Evaluate(variables));

        public override bool Uses(int variable) => Left.Uses(variable) || Right.Uses(variable);
    }

    /// <summary>A call of a template, with the arguments in the order of the template's variables.</summary>
    internal sealed record Call(TemplateText Body, IReadOnlyList<Expression> Arguments) : Expression
    {
        public override TemplateValue Evaluate(ReadOnlySpan<TemplateValue> variables)
        {
            var values = new TemplateValue[Arguments.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = Arguments[i].Evaluate(variables);
            var text = new RenderedText();
            Body.Render(values, text);
            return TemplateValue.Of(Encoding.UTF8.GetString(text.Span));
        }

        public override bool Uses(int variable) => Arguments.Any(argument => argument.Uses(variable));
    }
}
