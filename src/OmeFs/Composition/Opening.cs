using System.Runtime.InteropServices;
using OmeFs.Core;
using OmeFs.Core.References;
using OmeFs.Core.Sources.Local;
using OmeFs.Settings;

namespace OmeFs.Composition;

/// <summary>Opens whatever a user named, by what its first bytes say it is.</summary>
internal static partial class Opening
{
    private const int ReadAndPass = 4 | 1, PermissionDenied = 13; // R_OK | X_OK, EACCES

    /// <param name="path">Absolute.</param>
    /// <exception cref="OmeFsException">It is not there, is nothing that can be shown, or may not be under these options.</exception>
    public static async Task<IOpened> OpenAsync(string path, ViewSettings view, CancellationToken cancellation)
    {
        if (await SniffAsync(path, cancellation) is { } packing)
            return OpenedReferences.Open(path, packing, view.References);
        MustHaveNoTarget(path, view.References);
        return await OpenedSource.OpenAsync(path, view, cancellation);
    }

    /// <param name="path">A folder.</param>
    /// <exception cref="OmeFsException">It is no folder of images, or an option is not for one.</exception>
    public static void CheckFolder(string path, ReferenceOptions references)
    {
        if (access(path, ReadAndPass) != 0 && Marshal.GetLastPInvokeError() == PermissionDenied)
            throw new OmeFsException(FaultKind.AccessRefused, $"{path}: permission denied; showing it needs r and x on the folder");
        ParquetReferences.MustNotBe(path);
        ZarrFolders.MustNotBe(path);
        MustHaveNoTarget(path, references);
    }

    /// <exception cref="OmeFsException"><see cref="FaultKind.Usage"/>: images and folders have no URLs.</exception>
    private static void MustHaveNoTarget(string path, ReferenceOptions references)
    {
        if (references.Target is not null)
            throw new OmeFsException(FaultKind.Usage, $"--target has no meaning for {path}, which is no reference document; omit it");
    }

    private static async Task<ReferencePacking?> SniffAsync(string path, CancellationToken cancellation)
    {
        if (LocalFolder.Exists(path))
            return null;
        using var source = FileSource.Open(path);
        return await SourceKinds.OfAsync(source, cancellation) switch
        {
            SourceKind.Json => ReferencePacking.Plain,
            SourceKind.Zstd => ReferencePacking.Zstd,
            // OME-XML comes in gzip, too.
            SourceKind.Gzip when await SourceKinds.InGzipAsync(source, cancellation) == SourceKind.Json => ReferencePacking.Gzip,
            _ => null,
        };
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int access(string path, int mode);
}
