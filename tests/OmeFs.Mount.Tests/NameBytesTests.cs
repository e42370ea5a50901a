namespace OmeFs.Mount.Tests;

/// <summary>Sources whose names, and folders whose names, are no UTF-8. Python gives them: .NET itself passes on nothing else.</summary>
public sealed class NameBytesTests : IDisposable
{
    private const string Run = """
        import json, os, subprocess, sys, shutil
        omefs, fixture, sets, root = sys.argv[1:5]
        root = os.fsencode(root)
        def shown(path):
            return "".join(f"\\x{ord(c) - 0xDC00:02x}" if "\udc80" <= c <= "\udcff" else c for c in os.fsdecode(path))
        def run(*words, cwd=None, code=0):
            ran = subprocess.run([omefs.encode(), *words], cwd=cwd, capture_output=True, timeout=60)
            assert ran.returncode == code, (words, ran)
            return ran.stdout
        names = [b"10\xb5m.tif", b"lat\xe9.tif", b"\xff.tif", b"\xed\xb2\x80.tif", "µ\U0010feb5".encode() + b"\xb5.tif", b"a b\x80'.tif"]
        folder = os.path.join(root, b"s\xe9t")
        os.mkdir(folder)
        for name in names:
            path = os.path.join(folder, name)
            shutil.copy(fixture, path)
            report = json.loads(run(b"inspect", b"--json", path))
            assert report["source"] == shown(path), report["source"]
            assert report == json.loads(run(b"inspect", b"--json", b"./" + name, cwd=folder)) , name
            point = os.path.join(root, b"mnt")
            os.makedirs(point, exist_ok=True)
            mounted = json.loads(run(b"mount", b"--json", path, point))
            assert mounted["source"] == shown(path), mounted
            assert os.path.exists(os.path.join(point, b".zattrs"))
            run(b"umount", point)
            run(b"verify", b"--sample", b"10", path)
        assert b"10\\xb5m.tif" in run(b"inspect", os.path.join(folder, names[0]))
        error = json.loads(run(b"inspect", b"--json", os.path.join(folder, b"gone\xb5"), code=1))
        assert error["error"]["message"].endswith("gone\\xb5: no such file"), error
        point = os.path.join(root, b"p\xe9")
        os.mkdir(point)
        run(b"mount", os.path.join(folder, names[1]), point)
        assert os.path.exists(os.path.join(point, b".zattrs"))
        run(b"umount", point)
        assert not os.listdir(point)
        for made in (b"m\xe9.zarr", b"\xff", b"\xed\xb2\x80.zarr", b"a\xb5\xb5 b", b"p\xe9/n\xe9"):
            before = sorted(os.listdir(root))
            made = os.path.join(root, made)
            run(b"mount", path, made)
            assert os.path.exists(os.path.join(made, b".zattrs"))
            run(b"umount", made)
            assert sorted(os.listdir(root)) == before and not os.path.exists(made), (made, os.listdir(root))
        open(os.path.join(point, b"x"), "w").close()
        run(b"mount", path, point, code=1)
        os.remove(os.path.join(point, b"x"))
        refs = os.path.join(root, b"refs.json")
        open(refs, "w").write(json.dumps({"k": ["s\udce9t/10\udcb5m.tif", 0, 2], "n": [None, 0, 2]}))
        run(b"mount", b"--target", os.path.join(folder, names[2]), refs, os.path.join(root, b"mnt"))
        assert open(os.path.join(root, b"mnt/n"), "rb").read() in (b"II", b"MM")
        run(b"umount", os.path.join(root, b"mnt"))
        run(b"index", os.path.join(folder, names[0]), b"-o", os.path.join(root, b"out.json"))
        """;

    private readonly string _root = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"bytes-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Commands.Run(["rm", "-rf", _root]);

    [Fact]
    public void Every_command_takes_and_tells_names_of_any_bytes()
    {
        var ran = Commands.Run([Repository.Python, "-c", Run, Repository.Omefs, Repository.Fixture("stack.tif"), Path.Combine(Repository.Fixtures, "sets"), _root], seconds: 180);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }
}
