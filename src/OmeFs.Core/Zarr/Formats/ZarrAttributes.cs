using System.Text.Json;

namespace OmeFs.Core.Zarr.Formats;

/// <summary>
/// The attributes of a group: a JSON object whose members a format writes into its own document. They are written as a stream, not kept as
/// a tree of nodes, because a small file may declare many thousand channels. If they depend on pixels, they are generated when they are
/// read, and their greatest length is known before.
/// </summary>
internal sealed class ZarrAttributes
{
    private readonly Func<Task<Action<Utf8JsonWriter>>>? _make;

    private ZarrAttributes(Action<Utf8JsonWriter> longest, Func<Task<Action<Utf8JsonWriter>>>? make) => (Longest, _make) = (longest, make);

    /// <summary>Whether <see cref="MakeAsync"/> must be called. If not, <see cref="Longest"/> writes the final members.</summary>
    public bool IsLate => _make is not null;

    /// <summary>Writes members that are at least as long as the generated ones can be. Reads no pixel.</summary>
    public Action<Utf8JsonWriter> Longest { get; }

    /// <param name="members">Writes the members of the object.</param>
    public static ZarrAttributes Of(Action<Utf8JsonWriter> members) => new(members, null);

    /// <summary>Attributes that are generated when they are read.</summary>
    /// <param name="longest">See <see cref="Longest"/>.</param>
    /// <param name="make">Returns the function that writes the members. May decode pixels.</param>
    public static ZarrAttributes Late(Action<Utf8JsonWriter> longest, Func<Task<Action<Utf8JsonWriter>>> make) => new(longest, make);

    public Task<Action<Utf8JsonWriter>> MakeAsync() => _make?.Invoke() ?? Task.FromResult(Longest);
}
