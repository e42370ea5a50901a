using System.Runtime.InteropServices;
using OmeFs.Core;
using OmeFs.Core.References;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Settings;

namespace OmeFs.Composition;

/// <summary>Opens any source that a user named, according to its first bytes.</summary>
internal static partial class MountableOpener
{
    private const int ReadAndPass = 4 | 1, PermissionDenied = 13; // R_OK | X_OK, EACCES

    /// <exception cref="OmeFsException">It does not exist, cannot be shown, or not with these options.</exception>
    public static async Task<IMountable> OpenAsync(SourceAddress address, ViewSettings view, CancellationToken cancellation)
    {
        if (await ParquetStores.DocumentAtAsync(address, cancellation) is { } document)
            return await ReferenceSource.OpenStoreAsync(document, view.References, cancellation);
        var source = await KnownSource.OpenAsync(address, SourceOpeners.For(view), cancellation);
        if (SourceKinds.PackingOf(source.Kind) is { } packing)
            using (source)
                return ReferenceSource.Open(source.Bytes, packing, view.References);
        try
        {
            MustHaveNone(address.Text, view.References);
        }
        catch
        {
            source.Dispose();
            throw;
        }
        return await ImageSource.OpenAsync(source, view, cancellation);
    }

    /// <summary>The path of the folder of images that an address leads to; null for anything else.</summary>
    public static async Task<string?> FolderAtAsync(SourceAddress address, CancellationToken cancellation) =>
        LocalFolder.At(address) is { } folder && await ParquetStores.DocumentAtAsync(address, cancellation) is null ? folder : null;

    /// <param name="path">Path of a folder.</param>
    /// <exception cref="OmeFsException">It is not a folder of images, or an option does not apply to folders.</exception>
    public static void CheckFolder(string path, ReferenceOptions references)
    {
        if (access(path, ReadAndPass) != 0 && Marshal.GetLastPInvokeError() == PermissionDenied)
            throw new OmeFsException(FaultKind.AccessRefused, $"{path}: permission denied; showing it needs r and x on the folder");
        ZarrFolders.MustNotBe(path);
        MustHaveNone(path, references);
    }

    /// <exception cref="OmeFsException"><see cref="FaultKind.Usage"/>: an option that only reference documents have.</exception>
    private static void MustHaveNone(string source, ReferenceOptions references)
    {
        if ((references.Target is not null ? "--target" : references.Strict ? "--strict" : references.SkipRefused ? "--skip-refused" : null) is { } option)
            throw new OmeFsException(FaultKind.Usage, $"{option} has no meaning for {source}, which is not a reference document; omit it");
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int access(string path, int mode);
}
