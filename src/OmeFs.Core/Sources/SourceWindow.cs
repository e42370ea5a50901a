namespace OmeFs.Core.Sources;

/// <summary>
/// A window of a source in memory, for a reader that moves mostly forward, such as one that walks an IFD chain. The window grows while the reader
/// continues where it ended, and shrinks to the smallest size when it jumps. For one reader at a time.
/// </summary>
internal sealed class SourceWindow(IByteSource source)
{
    /// <summary>A memory page: the kernel reads no less.</summary>
    private const int Smallest = 4 * 1024;

    private const int Largest = 1024 * 1024;

    private byte[] _bytes = new byte[Smallest];
    private long _start;
    private int _length;
    private int _stretch = Smallest;

    /// <summary>The bytes at an offset; the range must have been loaded by <see cref="EnsureAsync"/>.</summary>
    public ReadOnlySpan<byte> Span(long offset, int length) => _bytes.AsSpan((int)(offset - _start), length);

    /// <summary>Whether the range is already in memory. The offset may be any number that a file claims.</summary>
    public bool Holds(long offset, int length) => offset >= _start && offset <= _start + _length - length;

    /// <summary>Loads the range into memory, with some bytes behind it if the reader moves forward.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>: the range is past the source's end.</exception>
    public async ValueTask EnsureAsync(long offset, int length, CancellationToken cancellation = default)
    {
        if (Holds(offset, length))
            return;
        if (offset < 0 || offset > source.Length - length)
            throw new OmeFsException(
                FaultKind.Corrupt, $"{source.Name}: {length} bytes at offset {offset} expected, but the file ends at {source.Length}");
        var goesOn = offset >= _start && offset <= _start + _length + _stretch;
        _stretch = goesOn ? Math.Min(_stretch * 2, Largest) : Smallest;
        var wanted = (int)Math.Min(Math.Max(length, _stretch), source.Length - offset);
        if (_bytes.Length < wanted)
            _bytes = new byte[Math.Max(wanted, Math.Min(_stretch * 2, Largest))];
        _length = 0;
        await source.ReadAtAsync(offset, _bytes.AsMemory(0, wanted), cancellation);
        (_start, _length) = (offset, wanted);
    }
}
