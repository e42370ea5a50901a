using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.Tests.Sources;

public sealed class OmeFsMountsTests
{
    [Theory]
    [InlineData("200 31 0:63 / /mnt/zarr rw,nosuid,nodev,relatime shared:5 - fuse.omefs /data/a.tif rw,user_id=0", 63)]
    [InlineData("200 31 0:63 / /mnt/zarr rw - fuse.omefs x rw", 63)]
    [InlineData("200 31 0:7 /sub /bind rw shared:5 master:2 - fuse.omefs x rw", 7)]
    [InlineData("200 31 0:63 / /mnt/zarr rw - fuse.sshfs host:/x rw", null)]
    [InlineData("200 31 0:63 / /mnt rw - ext4 fuse.omefs rw", null)]
    [InlineData("200 31 0:63 / /mnt/x\\040-\\040fuse.omefs rw - ext4 /dev/sda rw", null)]
    [InlineData("200 31 063 / /mnt/zarr rw - fuse.omefs x rw", null)]
    [InlineData("200 31 0:x / /mnt/zarr rw - fuse.omefs x rw", null)]
    [InlineData("200 31 0:63 - fuse.omefs x rw", null)]
    [InlineData("", null)]
    public void A_mount_of_omefs_is_known_by_its_type(string line, int? minor) =>
        Assert.Equal(minor is { } number ? new DeviceNumber(0, (uint)number) : null, OmeFsMounts.Parse(line));
}
