namespace OmeFs.Core.References.Records;

/// <summary>
/// Stores references one after the other as packed records (<see cref="RecordWriter"/>). Records never move. An address of 32 bits gives the start
/// of a record. *Measured:* 20 bytes per reference, for chunk keys of 12 bytes.
/// </summary>
/// <remarks>*Invariant:* a later record has a greater address, and a record is in one chunk of memory.</remarks>
internal sealed class RecordArena
{
    /// <summary>Up to this number, inline bytes are stored in the record itself.</summary>
    public const int SmallInline = 16 * 1024;

    /// <summary>A chunk of 1 MiB. It is small because the last one is seldom full, and a document may have few references.</summary>
    private const int ChunkBits = 20;

    private readonly List<byte[]> _chunks = [];
    private readonly List<byte[]> _large = [];
    private readonly List<int> _ends = [];
    private byte[] _chunk = [];
    private int _end, _taken;
    private uint _takenTo;

    public int Count { get; private set; }

    /// <param name="key">As <see cref="Keys.KeyRules.Copy"/> wrote it.</param>
    public void AddRange(ReadOnlySpan<byte> key, int url, long offset, long length)
    {
        var record = Begin(key, ReferenceKind.Range, url);
        record.Number(offset);
        record.Number(length);
        End(record);
    }

    public void AddWhole(ReadOnlySpan<byte> key, int url)
    {
        End(Begin(key, ReferenceKind.Whole, url));
    }

    public void AddInline(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bytes)
    {
        var small = bytes.Length <= SmallInline;
        var record = small ? Begin(key, ReferenceKind.Inline, bytes.Length, bytes.Length) : Begin(key, ReferenceKind.LargeInline, _large.Count);
        if (small)
            record.Bytes(bytes);
        else
            _large.Add(bytes.ToArray());
        End(record);
    }

    /// <summary>The addresses of the records that were added since the last call, in their order.</summary>
    public uint[] TakeAddresses()
    {
        var added = GC.AllocateUninitializedArray<uint>(Count - _taken);
        for (var i = 0; i < added.Length; i++)
        {
            if (At(_takenTo) == _ends[Chunk(_takenTo)])
                _takenTo = (uint)(Chunk(_takenTo) + 1) << ChunkBits;
            added[i] = _takenTo;
            _takenTo += (uint)LengthOf(_takenTo);
        }
        _taken = Count;
        return added;
    }

    public ReadOnlySpan<byte> Key(uint address) => Open(address).KeySpan();

    /// <summary>The same key, as memory that remains valid. Nothing is copied.</summary>
    public ReadOnlyMemory<byte> KeyMemory(uint address) => Open(address).Key();

    public Reference Read(uint address)
    {
        var record = Open(address);
        record.Key();
        var (kind, number) = record.KindAndNumber();
        switch (kind)
        {
            case ReferenceKind.Range:
                return new Reference(ReferenceKind.Range, number, record.Number(), record.Number(), default);
            case ReferenceKind.Whole:
                return new Reference(ReferenceKind.Whole, number, 0, 0, default);
            case ReferenceKind.Inline:
                return new Reference(ReferenceKind.Inline, 0, 0, number, record.Bytes(number));
            default:
                var large = _large[number];
                return new Reference(ReferenceKind.LargeInline, 0, 0, large.Length, large);
        }
    }

    private int LengthOf(uint address)
    {
        var record = Open(address);
        record.Key();
        var (kind, number) = record.KindAndNumber();
        if (kind == ReferenceKind.Range)
            _ = (record.Number(), record.Number());
        return record.At - At(address) + (kind == ReferenceKind.Inline ? number : 0);
    }

    private static int Chunk(uint address) => (int)(address >> ChunkBits);

    private static int At(uint address) => (int)(address & ((1u << ChunkBits) - 1));

    private RecordReader Open(uint address) => new(_chunks[Chunk(address)], At(address));

    /// <param name="number">The number of a URL, the count of inline bytes, or the number of a large inline value.</param>
    /// <param name="inline">The count of bytes that will be added after the numbers.</param>
    private RecordWriter Begin(ReadOnlySpan<byte> key, ReferenceKind kind, int number, int inline = 0)
    {
        if (_end + RecordWriter.LongestHead + key.Length + inline > _chunk.Length)
            BeginChunk();
        var record = new RecordWriter(_chunk.AsSpan(_end));
        record.Key(key);
        record.KindAndNumber(kind, number);
        return record;
    }

    private void BeginChunk()
    {
        if (_chunks.Count == 1 << (32 - ChunkBits))
            throw new OmeFsException(FaultKind.LimitExceeded, "the references take more than 4 GiB");
        _chunks.Add(_chunk = GC.AllocateUninitializedArray<byte>(1 << ChunkBits));
        _ends.Add(_end = 0);
    }

    private void End(RecordWriter record)
    {
        Count++;
        _ends[^1] = _end += record.Length;
    }
}
