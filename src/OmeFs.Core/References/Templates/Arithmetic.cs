namespace OmeFs.Core.References.Templates;

/// <summary>Whole numbers as Python counts: division rounds down, and the remainder has the divisor's sign.</summary>
internal static class Arithmetic
{
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>, or <see cref="FaultKind.LimitExceeded"/> for more than 63 bits.</exception>
    public static TemplateValue Calculate(char operation, TemplateValue left, TemplateValue right)
    {
        if (operation == '+' && left.Text is not null && right.Text is not null)
            return left.Text.Length + right.Text.Length <= ReferenceLimits.MaxRenderedBytes
                ? TemplateValue.Of(left.Text + right.Text)
                : throw new OmeFsException(FaultKind.LimitExceeded, $"filled in, a template has more than {ReferenceLimits.MaxRenderedBytes} bytes");
        if (left.Text is not null || right.Text is not null)
            throw NoNumber(operation);
        try
        {
            return TemplateValue.Of(Calculate(operation, left.Number, right.Number));
        }
        catch (OverflowException cause)
        {
            throw new OmeFsException(FaultKind.LimitExceeded, $"{left} {operation} {right} does not fit into 63 bits", cause);
        }
        catch (DivideByZeroException cause)
        {
            throw new OmeFsException(FaultKind.Corrupt, $"{left} {operation} 0: division by zero", cause);
        }
    }

    public static OmeFsException NoNumber(char operation) => new(FaultKind.Corrupt, $"'{operation}' needs whole numbers");

    private static long Calculate(char operation, long left, long right) => operation switch
    {
        '+' => checked(left + right),
        '-' => checked(left - right),
        '*' => checked(left * right),
        '/' => Floor(left, right),
        _ => right == -1 ? 0 : ((left % right) + right) % right,
    };

    private static long Floor(long left, long right)
    {
        var quotient = checked(left / right);
        return left % right != 0 && left < 0 != right < 0 ? quotient - 1 : quotient;
    }
}
