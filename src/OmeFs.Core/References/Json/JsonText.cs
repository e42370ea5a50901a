namespace OmeFs.Core.References.Json;

/// <summary>
/// The part of a JSON text that is in memory: a window that moves over a stream. It grows only for a string longer than itself. Another thread reads
/// ahead, and decompresses.
/// </summary>
/// <remarks>Ownership: the caller owns the stream. It is not used after this is disposed.</remarks>
internal sealed class JsonText : IDisposable
{
    /// <summary>Bytes of one read. *Measured:* 64 KiB to 1 MiB are equally fast; more does not fit into the processor's cache.</summary>
    private const int Step = 64 * 1024;

    /// <summary>Room before the bytes of a read, for the unread rest of the step before.</summary>
    private const int Front = 16 * 1024;

    private readonly Stream _stream;
    private byte[] _buffer = [];
    private int _from, _length;
    private byte[] _ahead = new byte[Front + Step];
    private Task<int> _reading;

    public JsonText(Stream stream, string name)
    {
        (_stream, Name) = (stream, name);
        _reading = ReadAhead();
    }

    public string Name { get; }

    /// <summary>The offset of <see cref="Span"/> in the text.</summary>
    public long Start { get; private set; }

    /// <summary>Whether <see cref="Span"/> reaches to the text's end.</summary>
    public bool IsEnd { get; private set; }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(_from, _length);

    /// <summary>Drops the first <paramref name="consumed"/> bytes.</summary>
    public void Consume(int consumed) => (_from, _length, Start) = (_from + consumed, _length - consumed, Start + consumed);

    /// <summary>Drops the first <paramref name="consumed"/> bytes and reads more.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>, or an exception of the stream.</exception>
    public void Advance(int consumed)
    {
        Consume(consumed);
        if (Start > ReferenceLimits.MaxDocumentBytes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{Name}: more than {ReferenceLimits.MaxDocumentBytes} bytes of JSON");
        // A long string is parsed again from its beginning, so only when twice as much of it is here.
        var wanted = _length <= Front ? 0 : 2 * _length;
        do
        {
            var read = TakeRead();
            if (_length <= Front)
                Swap(read);
            else
                Append(read);
            IsEnd = read == 0;
            _reading = IsEnd ? Task.FromResult(0) : ReadAhead();
        }
        while (!IsEnd && _length < wanted);
    }

    /// <summary>Replaces some bytes of <see cref="Span"/>.</summary>
    public void Replace(int at, ReadOnlySpan<byte> by) => by.CopyTo(_buffer.AsSpan(_from + at));

    /// <summary>Waits for the reading thread.</summary>
    public void Dispose() => Task.WaitAny(_reading);

    private Task<int> ReadAhead() => Task.Run(() => _stream.Read(_ahead, Front, Step));

    private int TakeRead() => _reading.GetAwaiter().GetResult();

    /// <summary>Copies the unread rest to the room before the bytes that were read.</summary>
    private void Swap(int read)
    {
        Span.CopyTo(_ahead.AsSpan(Front - _length));
        (_buffer, _ahead) = (_ahead, _buffer.Length < Front + Step ? new byte[Front + Step] : _buffer);
        (_from, _length) = (Front - _length, _length + read);
    }

    /// <summary>A long string continues: appends the bytes that were read.</summary>
    private void Append(int read)
    {
        if (_length > ReferenceLimits.MaxTokenBytes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{Name}: a string of more than {ReferenceLimits.MaxTokenBytes} bytes at byte {Start}");
        if (_from + _length + read > _buffer.Length)
        {
            var larger = new byte[(_length + read) * 2];
            Span.CopyTo(larger);
            (_buffer, _from) = (larger, 0);
        }
        _ahead.AsSpan(Front, read).CopyTo(_buffer.AsSpan(_from + _length));
        _length += read;
    }
}
