using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Formats;

namespace OmeFs.Core.References.Parquet;

/// <summary>An array of a store. Immutable.</summary>
/// <param name="Number">Its number among the arrays of the store.</param>
/// <param name="Path">The path of its folder, in the tree and in the store.</param>
/// <param name="Folder">The node of its folder.</param>
/// <param name="First">The id of the first node of its grid.</param>
internal sealed record StoreArray(int Number, string Path, NodeId Folder, ReadArray Array, KeyGrid Grid, ulong First);
