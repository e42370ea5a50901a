using OmeFs.Core.Tree;

namespace OmeFs.Core.Zarr.Formats;

/// <summary>A metadata document of a group or an array.</summary>
/// <param name="Key">Its name in the folder: ".zarray".</param>
internal readonly record struct ZarrDocument(string Key, TreeDocument Document);
