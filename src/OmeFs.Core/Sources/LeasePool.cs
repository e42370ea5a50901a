namespace OmeFs.Core.Sources;

/// <summary>
/// A bounded pool of open resources, each used under a lease. If there are too many, unused ones are closed, longest unused first. If all are in
/// use, the bound is exceeded for that time: readers are few.
/// </summary>
/// <remarks>
/// Ownership: the pool owns what is put into it, and disposes it when it is dropped and its last lease has ended. Safe from many threads; nothing
/// is opened or closed under the lock. A lease costs no allocation.
/// </remarks>
internal sealed class LeasePool<TKey, TValue> : IIdleFiles, IDisposable
    where TKey : notnull
    where TValue : class, IDisposable
{
    private readonly int _limit;
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _byKey = [];

    /// <summary>Open resources, longest unused first.</summary>
    private readonly LinkedList<Entry> _open = new();
    private bool _isDisposed;

    public LeasePool(int limit)
    {
        _limit = limit;
        OpenFiles.Add(this);
    }

    /// <summary>The number of open resources, except dropped ones that still have leases.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _open.Count;
        }
    }

    /// <summary>The keys of all open resources.</summary>
    public IReadOnlyList<TKey> Keys
    {
        get
        {
            lock (_lock)
                return [.. _byKey.Keys];
        }
    }

    /// <summary>Leases the resource that is open under a key; false if there is none.</summary>
    public bool TryLease(TKey key, out Lease lease)
    {
        lock (_lock)
        {
            var isOpen = _byKey.TryGetValue(key, out var node);
            lease = isOpen ? Use(node!) : default;
            return isOpen;
        }
    }

    /// <summary>Adds a resource opened for a key, and leases it. If another thread was faster, its resource is leased and this one is disposed.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.SourceFailed"/>: the pool was disposed.</exception>
    public Lease Put(TKey key, TValue opened)
    {
        List<Entry>? closing = null;
        Lease? lease;
        lock (_lock)
        {
            if (_isDisposed || _byKey.ContainsKey(key))
                closing = [new Entry(key, opened)];
            else
                _byKey[key] = _open.AddLast(new Entry(key, opened));
            lease = _byKey.TryGetValue(key, out var node) ? Use(node) : null;
            MakeRoom(ref closing);
        }
        Close(closing);
        return lease ?? throw new OmeFsException(FaultKind.SourceFailed, "no more files can be opened while all open files are being closed");
    }

    /// <summary>Closes the resource of a key as soon as its last lease has ended. The key may be used again.</summary>
    public void Drop(TKey key)
    {
        List<Entry>? closing = null;
        lock (_lock)
            if (_byKey.TryGetValue(key, out var node))
                Drop(node, ref closing);
        Close(closing);
    }

    /// <summary>Closes resources that have been unused for this long.</summary>
    public void CloseUnused(TimeSpan time)
    {
        List<Entry>? closing = null;
        lock (_lock)
            for (var (node, now) = (_open.First, Environment.TickCount64); node is not null && now - node.Value.UsedAt > time.TotalMilliseconds;)
            {
                var next = node.Next;
                if (node.Value.Leases == 0)
                    Drop(node, ref closing);
                node = next;
            }
        Close(closing);
    }

    public int CloseIdle()
    {
        List<Entry>? closing = null;
        lock (_lock)
            for (var wanted = (_open.Count / 4) + 1; wanted > 0 && LongestUnused(except: null) is { } idle; wanted--)
                Drop(idle, ref closing);
        Close(closing);
        return closing?.Count ?? 0;
    }

    /// <summary>Closes all resources. Leased ones are closed when their last lease ends.</summary>
    public void Dispose()
    {
        OpenFiles.Remove(this);
        List<Entry>? closing = null;
        lock (_lock)
        {
            _isDisposed = true;
            while (_open.First is { } node)
                Drop(node, ref closing);
        }
        Close(closing);
    }

    private void Return(LinkedListNode<Entry> node)
    {
        List<Entry>? closing = null;
        lock (_lock)
        {
            if (--node.Value.Leases == 0 && node.List is null)
                closing = [node.Value];
            MakeRoom(ref closing, except: node);
        }
        Close(closing);
    }

    /// <summary>Must be called under the lock, like all methods below.</summary>
    private Lease Use(LinkedListNode<Entry> node)
    {
        node.Value.Leases++;
        node.Value.UsedAt = Environment.TickCount64;
        if (node != _open.Last)
        {
            _open.Remove(node);
            _open.AddLast(node);
        }
        return new Lease(this, node);
    }

    /// <param name="except">Is not closed: its user may need it again at once.</param>
    private void MakeRoom(ref List<Entry>? closing, LinkedListNode<Entry>? except = null)
    {
        while (_open.Count > _limit && LongestUnused(except) is { } idle)
            Drop(idle, ref closing);
    }

    private LinkedListNode<Entry>? LongestUnused(LinkedListNode<Entry>? except)
    {
        var node = _open.First;
        while (node is not null && (node.Value.Leases > 0 || node == except))
            node = node.Next;
        return node;
    }

    private void Drop(LinkedListNode<Entry> node, ref List<Entry>? closing)
    {
        _byKey.Remove(node.Value.Key);
        _open.Remove(node);
        if (node.Value.Leases == 0)
            (closing ??= []).Add(node.Value);
    }

    /// <summary>Must not be called under the lock.</summary>
    private static void Close(List<Entry>? closing) => closing?.ForEach(entry => entry.Value.Dispose());

    /// <summary>The right to use an open resource until the lease is disposed. Dispose it once.</summary>
    public readonly struct Lease : IDisposable
    {
        private readonly LeasePool<TKey, TValue> _pool;
        private readonly LinkedListNode<Entry> _node;

        internal Lease(LeasePool<TKey, TValue> pool, LinkedListNode<Entry> node) => (_pool, _node) = (pool, node);

        public TValue Value => _node.Value.Value;

        public void Dispose() => _pool.Return(_node);
    }

    /// <summary>Changed only under the lock.</summary>
    internal sealed class Entry(TKey key, TValue value)
    {
        public TKey Key => key;

        public TValue Value => value;

        public int Leases { get; set; }

        /// <summary>Milliseconds since the system's start.</summary>
        public long UsedAt { get; set; }
    }
}
