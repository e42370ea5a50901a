using System.Numerics;

namespace OmeFs.Core.References.Templates;

/// <summary>A whole number that is an affine function of the dimensions of a `gen` entry: a constant, and a coefficient for each dimension's value.</summary>
/// <remarks>Numbers of any length, because large terms may cancel out.</remarks>
internal sealed record AffineForm(BigInteger Constant, BigInteger[] Coefficients)
{
    /// <summary>The form of an expression; null if it is not affine, or if one of its parts does not fit into 63 bits.</summary>
    /// <exception cref="OmeFsException">A part without variables cannot be calculated.</exception>
    public static AffineForm? Of(Expression expression, IReadOnlyList<GeneratorDimension> dimensions)
    {
        var form = GeneratorDimension.AnyVaries(dimensions, expression.Uses)
            ? OfVarying(expression, dimensions)
            : OfConstant(expression, dimensions);
        // The expression is evaluated in 63 bits at every step, for all combinations. The form's parts must fit too.
        return form is not null && form.Least(dimensions) >= long.MinValue && form.Greatest(dimensions) <= long.MaxValue ? form : null;
    }

    /// <summary>The form of an offset or a length: one expression, or a text without variables that is a number.</summary>
    public static AffineForm? Of(TemplateText text, IReadOnlyList<GeneratorDimension> dimensions)
    {
        if (text.Parts is [([], { } expression)] && Of(expression, dimensions) is { } form)
            return form;
        if (GeneratorDimension.AnyVaries(dimensions, text.Uses))
            return null;
        return text.TryWhole(GeneratorDimension.FirstOf(dimensions), new RenderedText(), out var number, out _) ? new AffineForm(number, new BigInteger[dimensions.Count]) : null;
    }

    public static AffineForm operator +(AffineForm left, AffineForm right) =>
        new(left.Constant + right.Constant, [.. left.Coefficients.Zip(right.Coefficients, (one, other) => one + other)]);

    public BigInteger Least(IReadOnlyList<GeneratorDimension> dimensions) => Extreme(dimensions, -1);

    public BigInteger Greatest(IReadOnlyList<GeneratorDimension> dimensions) => Extreme(dimensions, 1);

    /// <summary>An affine function has its least and greatest values at the least and greatest values of its variables.</summary>
    private BigInteger Extreme(IReadOnlyList<GeneratorDimension> dimensions, int sign)
    {
        var sum = Constant;
        for (var variable = 0; variable < Coefficients.Length; variable++)
            if (!Coefficients[variable].IsZero)
                sum += Coefficients[variable] * (Coefficients[variable].Sign == sign ? dimensions[variable].Greatest : dimensions[variable].Least);
        return sum;
    }

    private static AffineForm? OfConstant(Expression expression, IReadOnlyList<GeneratorDimension> dimensions) =>
        expression.Evaluate(GeneratorDimension.FirstOf(dimensions)) is { Text: null } value ? new AffineForm(value.Number, new BigInteger[dimensions.Count]) : null;

    private static AffineForm? OfVarying(Expression expression, IReadOnlyList<GeneratorDimension> dimensions) => expression switch
    {
        Expression.Variable { Index: var variable } when dimensions[variable].IsNumbers => Unit(variable, dimensions.Count),
        Expression.Negation { Operand: var operand } => Of(operand, dimensions)?.Times(-1),
        Expression.Binary { Operator: '+' or '-' or '*' } sum when Of(sum.Left, dimensions) is { } left && Of(sum.Right, dimensions) is { } right => sum.Operator switch
        {
            '+' => left + right,
            '-' => left + right.Times(-1),
            _ => left.IsConstant ? right.Times(left.Constant) : right.IsConstant ? left.Times(right.Constant) : null,
        },
        _ => null,
    };

    private bool IsConstant => Array.TrueForAll(Coefficients, coefficient => coefficient.IsZero);

    private static AffineForm Unit(int variable, int count)
    {
        var coefficients = new BigInteger[count];
        coefficients[variable] = 1;
        return new AffineForm(0, coefficients);
    }

    private AffineForm Times(BigInteger factor) => new(Constant * factor, Array.ConvertAll(Coefficients, coefficient => coefficient * factor));
}
