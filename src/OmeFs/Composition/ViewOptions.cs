using OmeFs.Core.Series;
using OmeFs.Core.Zarr;

namespace OmeFs.Composition;

/// <summary>How a user wants a source shown.</summary>
/// <param name="Missing">What to do where other files of a set are not there.</param>
internal sealed record ViewOptions(OmeZarrLayout Layout = OmeZarrLayout.Auto, MissingFiles Missing = MissingFiles.Refuse);
