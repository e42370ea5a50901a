using Microsoft.Extensions.Logging;
using OmeFs.Settings;

namespace OmeFs.Doors;

/// <summary>Which door a mount has: here is where another one comes in.</summary>
internal static class DoorChoice
{
    public static IDoor For(MountSettings settings, ILogger log) => new FuseDoor(settings.Door, settings.Source.Text, log);
}
