using System.Runtime.CompilerServices;
using OmeFs.Core.References.Keys;

namespace OmeFs.Core.References;

/// <summary>Collects references in the order of a document, later ones going over earlier ones of the same key. For one thread, once.</summary>
internal sealed class ReferenceSetBuilder(string name)
{
    private readonly RecordArena _arena = new();
    private readonly KeyRefusals _refusals = new();
    private readonly byte[] _key = new byte[ReferenceLimits.MaxKeyBytes];
    private int _keyLength;
    private long _inlineBytes;

    public UrlTable Urls { get; } = new();

    /// <summary>Takes the key that the next reference is for; where it cannot be a path it is counted, and false says to pass over its value.</summary>
    /// <param name="text">Whether the key is valid UTF-8.</param>
    public bool TryKey(ReadOnlySpan<byte> key, bool text)
    {
        var fault = text ? KeyRules.Copy(key, _key) : KeyFault.NotUtf8;
        _keyLength = key.Length;
        if (fault == KeyFault.None)
            return true;
        _refusals.Add(fault, key);
        return false;
    }

    /// <summary>The value of the key at hand makes no sense.</summary>
    public void RefuseValue() => _refusals.Add(KeyFault.Value, Key);

    /// <param name="offset">Not negative, as is <paramref name="length"/>.</param>
    public void AddRange(int url, long offset, long length)
    {
        if (offset > long.MaxValue - length)
        {
            RefuseValue();
            return;
        }
        _arena.AddRange(Key, url, offset, length);
        Urls.Needs(url, offset + length);
    }

    public void AddWhole(int url)
    {
        _arena.AddWhole(Key, url);
        Urls.Needs(url, 0);
    }

    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>.</exception>
    public void AddInline(ReadOnlySpan<byte> bytes)
    {
        _inlineBytes += bytes.Length;
        if (_inlineBytes > ReferenceLimits.MaxInlineBytes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{name}: more than {ReferenceLimits.MaxInlineBytes} bytes of inline values");
        _arena.AddInline(Key, bytes);
    }

    /// <summary>Sorts, and leaves out what cannot stand beside another. The builder is of no use afterwards.</summary>
    public ReferenceSet Freeze()
    {
        var addresses = _arena.TakeAddresses();
        KeySort.Sort(_arena, addresses);
        return new ReferenceSet(_arena, addresses, Settle(addresses), Urls, _refusals);
    }

    private ReadOnlySpan<byte> Key => _key.AsSpan(0, _keyLength);

    /// <summary>Of a key that comes twice the last one stays, and none that is a folder as well; returns how many are left, at the front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Settle(uint[] addresses)
    {
        var kept = 0;
        foreach (var address in addresses)
        {
            var key = _arena.Key(address);
            if (kept > 0 && _arena.Key(addresses[kept - 1]) is var before && key.StartsWith(before))
            {
                var twice = key.Length == before.Length;
                if (twice || key[before.Length] == KeyRules.Separator)
                {
                    _refusals.Add(twice ? KeyFault.Twice : KeyFault.FileAndFolder, before);
                    kept--;
                }
            }
            addresses[kept++] = address;
        }
        return kept;
    }
}
