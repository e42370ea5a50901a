using System.Net.Sockets;
using System.Text;

namespace OmeFs.Daemon;

/// <summary>Reports the state of a service to systemd (Type=notify). Spec: sd_notify(3), one datagram to the socket in NOTIFY_SOCKET.</summary>
internal static class ServiceManager
{
    public const string Ready = "READY=1", Stopping = "STOPPING=1";

    /// <summary>Does nothing if there is no service manager, or it cannot be reached: a mount does not depend on it.</summary>
    public static void Notify(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 1 } address || address[0] is not ('/' or '@'))
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // "@" stands for the NUL that begins the name of an abstract socket.
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address));
        }
        catch (Exception cause) when (cause is SocketException or ArgumentException)
        {
            // systemd's own timeout will report that the message is missing.
        }
    }
}
