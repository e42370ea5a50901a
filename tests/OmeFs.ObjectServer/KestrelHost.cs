using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace OmeFs.Testing.Remote;

/// <summary>Kestrel without what it does by itself: no limits of rates, no configuration from outside, no header Server.</summary>
internal static class KestrelHost
{
    public static WebApplication Make(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseSockets(sockets =>
        {
            // A flush ends when the operating system has the bytes: a reset then comes behind exactly the bytes that a test wants.
            sockets.MaxWriteBufferSize = 1;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        return builder.Build();
    }
}
