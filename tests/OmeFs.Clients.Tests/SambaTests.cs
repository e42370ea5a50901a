using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OmeFs.Clients.Tests;

/// <summary>A Samba server of our own, on a port of this machine alone, shares a mount; smbclient reads it.</summary>
public sealed class SambaTests : IDisposable
{
    private const string Server = "/usr/sbin/smbd";

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"samba-{Guid.NewGuid():N}")).FullName;
    private Process? _server;

    /// <summary>Each of these modules asks for extended attributes: as streams, or as what macOS keeps beside a file.</summary>
    [SkippableTheory]
    [InlineData("")]
    [InlineData("streams_xattr")]
    [InlineData("catia fruit streams_xattr")]
    public void A_share_shows_names_streams_and_bytes(string modules)
    {
        SkipWithoutSamba(modules);
        using var mounted = Mounted.Open(Repository.Fixture("pyramid-several-images.ome.tif"), false, "--allow-other", "--mode", "0444");
        var port = Serve(mounted.Point, modules);
        var got = Path.Combine(_folder, "got");
        var ran = Ask(port, $"ls; allinfo .zattrs; cd 0; ls; cd ..; get .zattrs {got}; get .zattrs:AFP_AfpInfo:$DATA {got}2");
        Assert.Contains("METADATA.ome.xml", Ask(port, "cd OME; ls").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT_SUPPORTED", ran.Output + ran.Error, StringComparison.Ordinal);
        if (modules.Contains("streams", StringComparison.Ordinal))
            Assert.Contains("NT_STATUS_OBJECT_NAME_NOT_FOUND", ran.Output + ran.Error, StringComparison.Ordinal);
        Assert.Contains("stream: [::$DATA]", ran.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(Path.Combine(mounted.Point, ".zattrs")), File.ReadAllBytes(got));
    }

    public void Dispose()
    {
        _server?.Kill(entireProcessTree: true);
        _server?.WaitForExit();
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void SkipWithoutSamba(string modules)
    {
        Skip.IfNot(File.Exists(Server) && File.Exists("/usr/bin/smbclient"), "Samba is not installed (apt install samba samba-vfs-modules smbclient)");
        Skip.IfNot(Environment.IsPrivilegedProcess, "smbd changes users, for which it needs root");
        foreach (var module in modules.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Skip.IfNot(
                Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Any(folder => File.Exists(Path.Combine(folder, $"samba/vfs/{module}.so"))),
                $"Samba has no module {module} here (apt install samba-vfs-modules)");
    }

    /// <summary>Starts the server and waits until it answers.</summary>
    private int Serve(string share, string modules)
    {
        var port = FreePort();
        var folders = new[] { "private dir", "state directory", "cache directory", "lock directory", "pid directory", "ncalrpc dir" };
        foreach (var folder in folders)
            Directory.CreateDirectory(Path.Combine(_folder, folder));
        var configuration = Path.Combine(_folder, "smb.conf");
        File.WriteAllText(configuration, $"""
            [global]
              server role = standalone server
              map to guest = Bad User
              smb ports = {port}
              interfaces = 127.0.0.1/8
              bind interfaces only = yes
              log file = {_folder}/log
              load printers = no
              disable spoolss = yes
              {string.Join("\n  ", folders.Select(folder => $"{folder} = {Path.Combine(_folder, folder)}"))}
            [share]
              path = {share}
              guest ok = yes
              read only = yes
              {(modules.Length == 0 ? "" : $"vfs objects = {modules}")}
            """);
        _server = Commands.Start([Server, "-F", "--no-process-group", "-s", configuration], Path.Combine(_folder, "smbd"));
        Assert.True(MountTable.WaitUntil(() => Commands.Run(Client(port, "ls")).ExitCode == 0), $"smbd does not answer; see {_folder}/log");
        return port;
    }

    private static Finished Ask(int port, string commands) => Commands.Run(Client(port, commands));

    private static string[] Client(int port, string commands) => ["smbclient", "-p", $"{port}", "-N", "//127.0.0.1/share", "-c", commands];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
