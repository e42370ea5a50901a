using System.Text.Json.Nodes;

namespace OmeFs.Core.Zarr.Model;

/// <summary>A codec's name and settings as Zarr metadata have them.</summary>
/// <param name="Name">"zlib", "imagecodecs_lzw".</param>
/// <param name="Settings">The codec's settings, as its documentation names them; null for none. Read-only.</param>
public sealed record CodecSpec(string Name, JsonObject? Settings = null);
