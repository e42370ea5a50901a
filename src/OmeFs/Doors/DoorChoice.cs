using Microsoft.Extensions.Logging;
using OmeFs.Settings;

namespace OmeFs.Doors;

/// <summary>Chooses the door of a mount. Add further doors here.</summary>
internal static class DoorChoice
{
    public static IDoor For(MountSettings settings, ILogger log) => new FuseDoor(settings.Door, settings.Source.Text, log);
}
