using System.Text.Json.Nodes;

namespace OmeFs.Core.Zarr.Model;

/// <summary>A codec as metadata names it.</summary>
/// <param name="Name">"zlib", "imagecodecs_lzw".</param>
/// <param name="Settings">What the codec must be told, as its own documentation spells it; null for nothing. Nobody changes it.</param>
public sealed record CodecSpec(string Name, JsonObject? Settings = null);
