using System.Buffers.Binary;

namespace OmeFs.Core.References.Records;

/// <summary>
/// References one after the other as packed records: a key's length and bytes, a kind, numbers in as few bytes as they need.
/// *Measured:* 26 bytes a reference for chunk keys of 12 bytes. Records never move; a number of 32 bits says where one lies.
/// </summary>
/// <remarks>*Invariant:* a later record has a greater address, and no record lies across two chunks of memory.</remarks>
internal sealed class RecordArena
{
    /// <summary>Inline bytes up to here lie in the record itself.</summary>
    public const int SmallInline = 16 * 1024;

    private const int ChunkBits = 22;
    private const int AddressesTogether = 1 << 16;
    private const int KeyLengthBytes = 2;
    private const int LongestRecord = KeyLengthBytes + ReferenceLimits.MaxKeyBytes + 1 + (3 * LongestNumber) + SmallInline;
    private const int LongestNumber = 9;

    private readonly List<byte[]> _chunks = [];
    private readonly List<byte[]> _large = [];
    private readonly List<uint[]> _addresses = [];
    private byte[] _chunk = [];
    private int _end, _taken;

    public int Count { get; private set; }

    /// <param name="key">As <see cref="Keys.KeyRules.Copy"/> made it.</param>
    public void AddRange(ReadOnlySpan<byte> key, int url, long offset, long length)
    {
        var record = Begin(key, ReferenceKind.Range);
        record.Number(url);
        record.Number(offset);
        record.Number(length);
        End(record);
    }

    public void AddWhole(ReadOnlySpan<byte> key, int url)
    {
        var record = Begin(key, ReferenceKind.Whole);
        record.Number(url);
        End(record);
    }

    public void AddInline(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bytes)
    {
        var small = bytes.Length <= SmallInline;
        var record = Begin(key, small ? ReferenceKind.Inline : ReferenceKind.LargeInline);
        record.Number(small ? bytes.Length : _large.Count);
        if (small)
            record.Bytes(bytes);
        else
            _large.Add(bytes.ToArray());
        End(record);
    }

    /// <summary>The addresses of the records that were added since this was asked last, in their order.</summary>
    public uint[] TakeAddresses()
    {
        var added = GC.AllocateUninitializedArray<uint>(Count - _taken);
        for (var first = 0; first < added.Length; first += AddressesTogether)
            _addresses[first / AddressesTogether].AsSpan(0, Math.Min(AddressesTogether, added.Length - first)).CopyTo(added.AsSpan(first));
        _addresses.Clear();
        _taken = Count;
        return added;
    }

    public ReadOnlySpan<byte> Key(uint address)
    {
        var chunk = Place(address, out var at);
        return chunk.AsSpan(at + KeyLengthBytes, BinaryPrimitives.ReadUInt16LittleEndian(chunk.AsSpan(at)));
    }

    /// <summary>The same as memory that stays: nothing is copied.</summary>
    public ReadOnlyMemory<byte> KeyMemory(uint address)
    {
        var chunk = Place(address, out var at);
        return chunk.AsMemory(at + KeyLengthBytes, BinaryPrimitives.ReadUInt16LittleEndian(chunk.AsSpan(at)));
    }

    public Reference Read(uint address)
    {
        var chunk = Place(address, out var at);
        var record = new RecordReader(chunk, at + KeyLengthBytes + BinaryPrimitives.ReadUInt16LittleEndian(chunk.AsSpan(at)));
        switch (record.Kind())
        {
            case ReferenceKind.Range:
                return new Reference(ReferenceKind.Range, (int)record.Number(), record.Number(), record.Number(), default);
            case ReferenceKind.Whole:
                return new Reference(ReferenceKind.Whole, (int)record.Number(), 0, 0, default);
            case ReferenceKind.Inline:
                var bytes = record.Bytes((int)record.Number());
                return new Reference(ReferenceKind.Inline, 0, 0, bytes.Length, bytes);
            default:
                var large = _large[(int)record.Number()];
                return new Reference(ReferenceKind.LargeInline, 0, 0, large.Length, large);
        }
    }

    private byte[] Place(uint address, out int at)
    {
        at = (int)(address & ((1u << ChunkBits) - 1));
        return _chunks[(int)(address >> ChunkBits)];
    }

    private RecordWriter Begin(ReadOnlySpan<byte> key, ReferenceKind kind)
    {
        if (_end + LongestRecord > _chunk.Length)
            BeginChunk();
        var record = new RecordWriter(_chunk.AsSpan(_end));
        record.Key(key);
        record.Kind(kind);
        return record;
    }

    private void BeginChunk()
    {
        if (_chunks.Count == 1 << (32 - ChunkBits))
            throw new OmeFsException(FaultKind.LimitExceeded, "the references take more than 4 GiB");
        _chunks.Add(_chunk = GC.AllocateUninitializedArray<byte>(1 << ChunkBits));
        _end = 0;
    }

    private void End(RecordWriter record)
    {
        var place = (Count++ - _taken) % AddressesTogether;
        if (place == 0)
            _addresses.Add(GC.AllocateUninitializedArray<uint>(AddressesTogether));
        _addresses[^1][place] = ((uint)(_chunks.Count - 1) << ChunkBits) | (uint)_end;
        _end += record.Length;
    }

    /// <summary>Lays out one record.</summary>
    private ref struct RecordWriter(Span<byte> room)
    {
        private readonly Span<byte> _room = room;

        public int Length { get; private set; }

        public void Key(ReadOnlySpan<byte> key)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_room, (ushort)key.Length);
            key.CopyTo(_room[KeyLengthBytes..]);
            Length = KeyLengthBytes + key.Length;
        }

        public void Kind(ReferenceKind kind) => _room[Length++] = (byte)kind;

        /// <summary>Seven bits a byte, the lowest first; the highest bit says that more follow.</summary>
        public void Number(long number)
        {
            for (; number >= 0x80; number >>= 7)
                _room[Length++] = (byte)(number | 0x80);
            _room[Length++] = (byte)number;
        }

        public void Bytes(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_room[Length..]);
            Length += bytes.Length;
        }
    }

    /// <summary>Takes one record apart, behind its key.</summary>
    private struct RecordReader(byte[] chunk, int at)
    {
        public int At { get; private set; } = at;

        public ReferenceKind Kind() => (ReferenceKind)chunk[At++];

        public long Number()
        {
            long number = 0;
            for (var shift = 0; ; shift += 7)
            {
                var piece = chunk[At++];
                number |= (long)(piece & 0x7F) << shift;
                if (piece < 0x80)
                    return number;
            }
        }

        public ReadOnlyMemory<byte> Bytes(int count)
        {
            At += count;
            return chunk.AsMemory(At - count, count);
        }
    }
}
