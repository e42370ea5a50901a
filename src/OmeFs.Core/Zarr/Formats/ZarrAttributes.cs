using System.Text.Json;

namespace OmeFs.Core.Zarr.Formats;

/// <summary>
/// The attributes of a group: a JSON object, of which a format writes the members into whichever document it has for them. It is no tree of nodes, because a
/// small file may claim many thousand channels. It may depend on pixels; then it is made when somebody reads it, and its longest form is known before.
/// </summary>
internal sealed class ZarrAttributes
{
    private readonly Func<Task<Action<Utf8JsonWriter>>>? _make;

    private ZarrAttributes(Action<Utf8JsonWriter> longest, Func<Task<Action<Utf8JsonWriter>>>? make) => (Longest, _make) = (longest, make);

    /// <summary>Whether <see cref="MakeAsync"/> has to be asked; else <see cref="Longest"/> is all there is to say.</summary>
    public bool IsLate => _make is not null;

    /// <summary>Writes members that are at least as long as those which are made, whatever these will say. Reads no pixel.</summary>
    public Action<Utf8JsonWriter> Longest { get; }

    /// <param name="members">Writes the members of the object.</param>
    public static ZarrAttributes Of(Action<Utf8JsonWriter> members) => new(members, null);

    /// <summary>Attributes that are made when they are read.</summary>
    /// <param name="longest">See <see cref="Longest"/>.</param>
    /// <param name="make">May decode pixels. Gives what writes the members.</param>
    public static ZarrAttributes Late(Action<Utf8JsonWriter> longest, Func<Task<Action<Utf8JsonWriter>>> make) => new(longest, make);

    public Task<Action<Utf8JsonWriter>> MakeAsync() => _make?.Invoke() ?? Task.FromResult(Longest);
}
