using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Settings;

namespace OmeFs.Composition;

/// <summary>Which kinds of addresses can be opened, one line per kind.</summary>
internal static class SourceOpeners
{
    /// <summary>Opens sources with a user's options.</summary>
    public static ISourceOpener For(ViewSettings options) => Of(new LocalOpener(options.OwnPolicy, options.AllowedFolders, options.Stamps));

    /// <summary>Opens only what the user named, and no file beside it.</summary>
    public static ISourceOpener ForNamed { get; } = Of(LocalOpener.Named);

    private static AddressOpener Of(LocalOpener local) => new(new Dictionary<SourceScheme, ISourceOpener>
    {
        [SourceScheme.Local] = local,
    });
}
