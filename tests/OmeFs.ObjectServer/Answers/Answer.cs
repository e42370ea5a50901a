using System.Collections.Immutable;
using System.Text;

namespace OmeFs.Testing.Remote;

/// <summary>What is to be sent. Nothing is sent yet: faults may change it.</summary>
internal sealed record Answer(int Status)
{
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    public Body Body { get; init; } = Body.None;

    public static Answer Xml(int status, string text) =>
        new Answer(status) { Body = Body.Whole(new MemoryContent(Encoding.UTF8.GetBytes(text))) }.With("Content-Type", "application/xml");

    /// <summary>A value of null removes the header.</summary>
    public Answer With(string name, string? value) => this with { Headers = value is null ? Headers.Remove(name) : Headers.SetItem(name, value) };
}
