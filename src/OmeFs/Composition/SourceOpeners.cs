using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Settings;

namespace OmeFs.Composition;

/// <summary>Which kinds of addresses can be opened: one line a kind.</summary>
internal static class SourceOpeners
{
    /// <summary>Opens sources as a user wants them shown.</summary>
    public static ISourceOpener For(ViewSettings options) => Of(new LocalOpener(options.OwnPolicy, options.AllowedFolders, options.Stamps));

    /// <summary>Opens what the user has named, and nothing beside it.</summary>
    public static ISourceOpener ForNamed { get; } = Of(LocalOpener.Named);

    private static AddressOpener Of(LocalOpener local) => new(new Dictionary<SourceScheme, ISourceOpener>
    {
        [SourceScheme.Local] = local,
    });
}
