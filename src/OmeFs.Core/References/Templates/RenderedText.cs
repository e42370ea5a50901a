using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace OmeFs.Core.References.Templates;

/// <summary>UTF-8 output of templates. It is bounded, because templates that contain each other several times can grow without limit.</summary>
internal sealed class RenderedText
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Span => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>.</exception>
    public void Append(ReadOnlySpan<byte> text)
    {
        if (_bytes.WrittenCount + text.Length > ReferenceLimits.MaxRenderedBytes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"filled in, a template has more than {ReferenceLimits.MaxRenderedBytes} bytes");
        _bytes.Write(text);
    }

    public void Append(TemplateValue value)
    {
        if (value.Text is not null)
        {
            Append(Encoding.UTF8.GetBytes(value.Text));
            return;
        }
        Span<byte> digits = stackalloc byte[20];
        _ = Utf8Formatter.TryFormat(value.Number, digits, out var length);
        Append(digits[..length]);
    }
}
