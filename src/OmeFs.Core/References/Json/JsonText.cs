namespace OmeFs.Core.References.Json;

/// <summary>The part of a JSON text that is in memory: a buffer which moves over a stream and grows only for a string longer than itself.</summary>
internal sealed class JsonText(Stream stream, string name)
{
    /// <summary>*Measured:* 64 KiB to 1 MiB are alike; more falls out of the processor's cache.</summary>
    private const int Smallest = 256 * 1024;

    private byte[] _buffer = new byte[Smallest];
    private int _length;

    public string Name => name;

    /// <summary>Where the buffer's first byte lies in the text.</summary>
    public long Start { get; private set; }

    /// <summary>Whether the buffer reaches to the text's end.</summary>
    public bool IsEnd { get; private set; }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    /// <summary>Lets go of the first <paramref name="consumed"/> bytes and reads on.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>, or as the stream says.</exception>
    public void Advance(int consumed)
    {
        var rest = Span[consumed..];
        var into = rest.Length < _buffer.Length ? _buffer : Larger();
        rest.CopyTo(into);
        (_buffer, _length, Start) = (into, rest.Length, Start + consumed);
        if (Start > ReferenceLimits.MaxDocumentBytes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{name}: more than {ReferenceLimits.MaxDocumentBytes} bytes of JSON");
        var read = Fill();
        _length += read;
        IsEnd = read == 0;
    }

    private byte[] Larger() => _buffer.Length < ReferenceLimits.MaxTokenBytes
        ? new byte[_buffer.Length * 2]
        : throw new OmeFsException(FaultKind.LimitExceeded, $"{name}: a string of more than {ReferenceLimits.MaxTokenBytes} bytes at byte {Start}");

    private int Fill()
    {
        try
        {
            return stream.Read(_buffer, _length, _buffer.Length - _length);
        }
        catch (Exception cause) when (cause is InvalidDataException or EndOfStreamException)
        {
            throw new OmeFsException(FaultKind.Corrupt, $"{name}: cannot be decompressed after {Start + _length} bytes: {cause.Message}", cause);
        }
    }
}
