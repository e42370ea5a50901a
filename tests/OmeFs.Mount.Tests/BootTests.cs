namespace OmeFs.Mount.Tests;

/// <summary>
/// mount(8), fstab, autofs and systemd, as docs/how-to/boot.md has them. Each runs in a mount namespace of its own, where /sbin has the
/// helpers that install.sh installs; nothing of the machine is changed.
/// </summary>
public sealed class BootTests : IDisposable
{
    /// <summary>$0: the folder with `src.tif` and a folder `m`. Functions that every script has.</summary>
    private const string Prelude = """
        set -u
        cd "$0"; export PATH="$0/bin:$PATH" src="$0/src.tif" m="$0/m"
        mount -t tmpfs none "$0/sbin" && cp -a /usr/sbin/. "$0/sbin/" && cp helper "$0/sbin/mount.omefs" && cp helper "$0/sbin/mount.fuse.omefs" && mount --bind "$0/sbin" /usr/sbin
        is() {
          at=${2:-$m}
          at=${at// /\\040} awk '$5 == ENVIRON["at"] && / - fuse.omefs /{n++} END{exit n != 1}' /proc/self/mountinfo && test -e "${2:-$m}/.zattrs" || { echo "not mounted: $1" >&2; exit 90; }
        }
        no() { ! grep -qF " $0/m" /proc/self/mountinfo || { echo "mounted: $1" >&2; exit 91; }; }
        off() { umount "${1:-$m}" || exit 92; no umount; }
        code() { want=$1; shift; "$@"; got=$?; [ $got = $want ] || { echo "$* ended with $got, not $want" >&2; exit 93; }; }
        """;

    private static int _sequence;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"boot{Interlocked.Increment(ref _sequence)}")).FullName;

    public BootTests()
    {
        foreach (var name in (string[])["m", "bin", "sbin"])
            Directory.CreateDirectory(Path.Combine(_folder, name));
        File.Copy(Repository.Fixture("stack.tif"), Path.Combine(_folder, "src.tif"));
        File.CreateSymbolicLink(Path.Combine(_folder, "bin/omefs"), Repository.Omefs);
        Packaged("mount.omefs", "helper", UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }

    /// <summary>A daemon that was unmounted may write the last line of its log meanwhile.</summary>
    public void Dispose() => Assert.True(MountTable.WaitUntil(IsDeleted, seconds: 30), $"{_folder} is still in use");

    private bool IsDeleted()
    {
        try
        {
            if (Directory.Exists(_folder))
                Directory.Delete(_folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [Theory]
    [InlineData("mount -t omefs $src $m; is plain; off")]
    [InlineData("mount -t fuse.omefs $src $m; is plain; off")]
    [InlineData("[ -e /usr/sbin/mount.fuse ] || exit 0; mount -t fuse -o rw,dev,suid $0/bin/omefs#$src $m; is 'by mount.fuse'; off")]
    [InlineData("mount -t omefs -o defaults,rw,dev,suid,exec,auto,user,async,relatime,nofail,_netdev,x-systemd.automount,x-gvfs-show,comment=x $src $m; is generic; off")]
    [InlineData("mount -t omefs -o ro,noatime,allow_other,uid=12,gid=13,layout=bioformats2raw $src $m; test $(stat -c %u:%g $m/0) = 12:13 || exit 1; off")]
    [InlineData("mount -t omefs -o 'context=\"system_u:object_r:tmp_t:s0:c127,c456\"' $src $m; is context; off")]
    [InlineData("mount -t omefs -o log_file='\"'$0/a,b.log'\"' $src $m; is quoted; off; test -s 'a,b.log' || exit 1")]
    [InlineData("mount -t omefs -o log-file=$0/a.log,no-create $src $m; is dashes; off; test -s a.log || exit 1")]
    [InlineData("mount -t omefs -v $src $m | grep -q 'omefs umount' || exit 1; off")]
    [InlineData("out=$(mount -t omefs $src $m 2>&1); [ -z \"$out\" ] || exit 1; is silent; off")]
    [InlineData("mount -t omefs -f $src $m; no fake; mount -t omefs -n $src $m; is n; off")]
    [InlineData("code 1 mount -t omefs -o nonsense $src $m 2>said; grep -q nonsense said || exit 1; no nonsense; mount -t omefs -s -o nonsense $src $m; is sloppy; off")]
    [InlineData("code 32 mount -t omefs $0/absent.tif $m; no absent")]
    [InlineData("code 1 mount.omefs $src 2>/dev/null; no 'without a mountpoint'")]
    [InlineData("mount -t omefs $src $m; code 1 mount -t omefs -o remount,ro $src $m; is 'as before'; off")]
    [InlineData("mkdir 'a b'; mount -t omefs $src 'a b'; umount 'a b' || exit 1")]
    public void By_mount(string script) => Passes(script);

    [Theory]
    [InlineData("$src $m omefs defaults 0 0")]
    [InlineData("$src $m fuse.omefs ro,nofail,_netdev,x-systemd.requires-mounts-for=/data 0 0")]
    [InlineData("$src $m omefs rw,user,noatime,allow_other,log_file=\"$0/f,1.log\" 0 0")]
    public void By_fstab(string line) => Passes($"echo \"{line.Replace("\"", "\\\"", StringComparison.Ordinal)}\" >fstab; mount -a -T fstab; is 'mount -a'; mount -a -T fstab; "
        + $"is 'a second mount -a'; off; mount -T fstab $m; is 'mount POINT'; off");

    [Fact]
    public void Blanks_in_fstab_are_written_in_octal() => Passes("""
        cp src.tif 'with space.tif'; mkdir 'm/a b' 'm/x'
        printf '%s %s omefs defaults 0 0\n' "$0/with\\040space.tif" "$0/m/a\\040b" >fstab
        mount -a -T fstab; is space "$0/m/a b"; umount "$0/m/a b" || exit 1
        """);

    /// <summary>autofs calls mount(8), or the program itself, with its words in any order.</summary>
    [Theory]
    [InlineData("mount -n -t omefs -s -o allow_other,nosuid $src $m; is autofs; off")]
    [InlineData("omefs $src $m -o rw,dev,suid; is program; off")]
    [InlineData("omefs $src $m -n -s -o rw; is program; off")]
    [InlineData("omefs src.tif m -o rw; is relative; off")]
    [InlineData("mount.omefs $src $m -s -n -v -o ro >/dev/null; is helper; off")]
    [InlineData("mount.omefs -o ro $src $m; is 'options first'; off")]
    public void By_other_callers(string script) => Passes(script);

    /// <summary>A mountpoint that was made goes with the mount, however it is unmounted.</summary>
    [Fact]
    public void A_mountpoint_that_is_made() => Passes("""
        rmdir m; mount -t omefs $src $m; is made; off
        for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -e m ] || exit 0; sleep 0.2; done; exit 1
        """);

    /// <summary>sd_notify(3): a datagram when the mount answers, and one when it ends; by a path and by an abstract name.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_service_manager_is_told(bool isAbstract)
    {
        const string listen = """
            import os, signal, socket, subprocess, sys
            omefs, source, point, address = sys.argv[1:]
            server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            server.settimeout(60)
            server.bind("\0" + address[1:] if address[0] == "@" else address)
            daemon = subprocess.Popen([omefs, "mount", "--foreground", source, point], env={**os.environ, "NOTIFY_SOCKET": address}, stdout=subprocess.DEVNULL)
            assert server.recv(1000) == b"READY=1"
            assert os.path.exists(point + "/.zattrs"), "ready before it answers"
            daemon.send_signal(signal.SIGTERM)
            assert server.recv(1000) == b"STOPPING=1"
            assert daemon.wait(60) == 0
            """;
        var script = Path.Combine(_folder, "listen.py");
        File.WriteAllText(script, listen);
        var address = isAbstract ? $"@omefs-{Environment.ProcessId}" : Path.Combine(_folder, "notify");
        var ran = Commands.Run([Repository.Python, script, Repository.Omefs, Path.Combine(_folder, "src.tif"), Path.Combine(_folder, "m"), address], seconds: 120);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    /// <summary>Under systemd the log has levels that the journal understands, and no times of its own.</summary>
    [Fact]
    public void The_journal_gets_levels()
    {
        Passes("""
            export JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/3)
            omefs mount --foreground $src $m 2>&3 >/dev/null & 
            for i in $(seq 150); do grep -q mounted journal && break; sleep 0.2; done
            kill %1; wait %1
            grep -q '^<6>.* is mounted on ' journal || { cat journal >&2; exit 1; }
            """, redirect: "3>\"$0/journal\"");
    }

    [SkippableFact]
    public void The_service_is_one_that_systemd_takes()
    {
        Skip.IfNot(File.Exists("/usr/bin/systemd-analyze"), "there is no systemd-analyze (package systemd)");
        Packaged("omefs@.service", "omefs@.service", UnixFileMode.UserRead);
        var ran = Commands.Run(["env", $"SYSTEMD_UNIT_PATH={_folder}:", "systemd-analyze", "verify", "--man=no", Path.Combine(_folder, "omefs@.service")], seconds: 60);
        Assert.True(ran.ExitCode == 0 && !ran.Error.Contains("omefs@", StringComparison.Ordinal), ran.ToString());
    }

    private void Passes(string script, string redirect = "")
    {
        var ran = Commands.Run(["unshare", "-m", "bash", "-c", $"exec {redirect}\n{Prelude}\n{script}", _folder], seconds: 120);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    private void Packaged(string name, string copy, UnixFileMode mode)
    {
        var path = Path.Combine(_folder, copy);
        File.WriteAllText(path, File.ReadAllText(Path.Combine(Repository.Root, "packaging", name)).Replace("@OMEFS@", Repository.Omefs, StringComparison.Ordinal));
        File.SetUnixFileMode(path, mode | UnixFileMode.UserWrite);
    }
}
