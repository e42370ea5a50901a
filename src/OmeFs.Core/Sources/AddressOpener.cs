namespace OmeFs.Core.Sources;

/// <summary>Opens sources with the opener of their scheme. Refuses all other schemes by name.</summary>
public sealed class AddressOpener(IReadOnlyDictionary<SourceScheme, ISourceOpener> openers) : ISourceOpener
{
    /// <summary>Refuses every address.</summary>
    public static readonly AddressOpener Nothing = new(new Dictionary<SourceScheme, ISourceOpener>());

    public bool Opens(SourceScheme scheme) => openers.ContainsKey(scheme);

    public ValueTask<OpenedSource> OpenAsync(SourceAddress address, CancellationToken cancellation = default) =>
        openers.TryGetValue(address.Scheme, out var opener) ? opener.OpenAsync(address, cancellation) : throw Refusal(address);

    private static OmeFsException Refusal(SourceAddress address)
    {
        var scheme = SourceAddress.SchemeOf(address.Text) ?? "file";
        return new OmeFsException(FaultKind.Unsupported, $"{address}: omefs reads local files only so far, not {scheme}:// URLs. {Advice(scheme)}");
    }

    private static string Advice(string scheme) => scheme switch
    {
        "s3" or "gs" or "gcs" or "az" or "abfs" => "Mount the bucket first (mountpoint-s3, rclone mount, s3fs) and name the file in it",
        "http" or "https" => "Download the file, or mount the server first (rclone mount), and name the file there",
        "smb" or "cifs" or "nfs" or "sftp" or "ssh" => "Mount the server's share first (mount -t cifs, mount -t nfs, sshfs) and name the file there",
        _ => "Copy the file to a folder, or mount what holds it, and name the file there",
    };
}
