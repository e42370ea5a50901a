using System.Runtime.InteropServices;
using System.Text;

namespace OmeFs.Core.References.Records;

/// <summary>The distinct URLs of a document, by number. Number 0 means no URL (null).</summary>
/// <param name="most">The most bytes of all URLs together.</param>
internal sealed class UrlTable(long most = ReferenceLimits.MaxUrlBytes)
{
    public const int None = 0;

    private readonly List<byte[]> _texts = [[]];
    private readonly List<long> _ends = [0];
    private readonly Dictionary<byte[], int> _numbers = new(new BytesComparer());
    private long _bytes;

    public int Count => _texts.Count;

    /// <summary>Whether any key has no URL.</summary>
    public bool HasNone { get; private set; }

    public string Text(int url) => Encoding.UTF8.GetString(_texts[url]);

    public ReadOnlySpan<byte> Bytes(int url) => _texts[url];

    /// <summary>The least length that the target must have to contain all ranges into it.</summary>
    public long EndOf(int url) => _ends[url];

    /// <param name="url">Valid UTF-8.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>.</exception>
    public int Intern(ReadOnlySpan<byte> url)
    {
        var numbers = _numbers.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (numbers.TryGetValue(url, out var known))
            return known;
        Grow(url.Length);
        _texts.Add(url.ToArray());
        _ends.Add(0);
        return _numbers[_texts[^1]] = _texts.Count - 1;
    }

    /// <summary>The URL of keys with invalid values: an empty one, which has no target.</summary>
    public int Invalid() => Intern([]);

    /// <summary>Records that a key refers to the URL, and to its bytes up to <paramref name="end"/>; 0 if the key gives no range.</summary>
    public void Needs(int url, long end)
    {
        HasNone |= url == None;
        ref var known = ref CollectionsMarshal.AsSpan(_ends)[url];
        known = Math.Max(known, end);
    }

    /// <summary>Replaces the texts that contain templates. Texts that are interned afterwards contain none.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>, or an exception of <paramref name="with"/>.</exception>
    public void Replace(Func<byte[], byte[]> with)
    {
        for (var url = None + 1; url < _texts.Count; url++)
            if (_texts[url].AsSpan().IndexOf("{{"u8) >= 0)
            {
                _texts[url] = with(_texts[url]);
                Grow(_texts[url].Length);
            }
    }

    private void Grow(int bytes)
    {
        if ((_bytes += bytes) > most)
            throw new OmeFsException(FaultKind.LimitExceeded, $"the URLs take more than {most} bytes");
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
