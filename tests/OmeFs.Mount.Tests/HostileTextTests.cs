using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace OmeFs.Mount.Tests;

/// <summary>Texts out of files, and names of files, as every command shows them: none of them commands a terminal or forges a line.</summary>
public sealed class HostileTextTests : IDisposable
{
    /// <summary>A title, a colour, a C1 CSI, a text turned around, Spectre's markup, and lines of their own.</summary>
    private const string Hostile = "\e]0;x\a\e[31m\u009b2J\u007f\u202e\u2066\u2028[red]{0}\r\nforged\n";

    /// <summary>What may stand in an XML attribute of it.</summary>
    private const string HostileXml = "&#x9b;2J&#x7f;&#x202e;&#x2066;&#x2028;[red]{0}&#xd;&#xa;forged&#xa;";

    private static int _sequence;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"h{Interlocked.Increment(ref _sequence)}/own")).FullName;

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void A_reference_document()
    {
        File.WriteAllText(Path.Combine(_folder, "data.bin"), "0123456789");
        var source = Write("refs.json", Encoding.UTF8.GetBytes(Document()));
        var text = Shown("inspect", source);
        Assert.Contains("[red]", text, StringComparison.Ordinal);
        Assert.Contains("\\u001b]0;x\\u0007", text, StringComparison.Ordinal);
        Assert.Contains("--allow-source $'", Refused("mount", source, Path.Combine(_folder, "nowhere")), StringComparison.Ordinal);
        using var report = JsonDocument.Parse(Shown("inspect", "--json", source));
        var array = report.RootElement.GetProperty("references").GetProperty("counts").GetProperty("arrays")[0];
        Assert.Equal((Hostile, $"<{Hostile}"), (array.GetProperty("path").GetString(), array.GetProperty("dtype").GetString()));
    }

    [Fact]
    public void A_mount_of_it_and_its_log()
    {
        File.WriteAllText(Path.Combine(_folder, "data.bin"), "0123456789");
        var log = Path.Combine(_folder, "log");
        using (var mounted = Mounted.Open(Write($"{Hostile}.json", Encoding.UTF8.GetBytes(Document())), false, "--skip-refused", $"--log-file={log}", "--log-level=debug"))
        {
            MustBePlain(mounted.Output);
            Assert.ThrowsAny<Exception>(() => File.ReadAllBytes(Path.Combine(mounted.Point, Hostile, "absent")));
            MustBePlain(Shown("list"));
        }
        Assert.True(MountTable.WaitUntil(() => File.ReadAllText(log).Contains("requests=", StringComparison.Ordinal)), "the log does not end");
        Assert.Contains("forged\\u000a/absent", File.ReadAllText(log), StringComparison.Ordinal);
        MustBePlain(File.ReadAllText(log));
    }

    /// <summary>The kernel escapes a LF in its list of mounts, and no CR.</summary>
    [Fact]
    public void A_mountpoint()
    {
        var point = Directory.CreateDirectory(Path.Combine(_folder, $"{Hostile}\r1 1 0:1 / {_folder}/forged rw - fuse.omefs forged rw\r")).FullName;
        Shown("mount", Write("named.ome.tif", OmeTiff("none")), point);
        using (var list = JsonDocument.Parse(Shown("list", "--json")))
        {
            var ours = list.RootElement.GetProperty("mounts").EnumerateArray().Select(mount => mount.GetProperty("mountpoint").GetString()!)
                .Where(path => path.StartsWith(_folder, StringComparison.Ordinal));
            Assert.Equal([point], ours);
        }
        Shown("umount", point);
    }

    [Fact]
    public void An_ome_tiff()
    {
        var source = Write("named.ome.tif", OmeTiff($"""
            <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0" Name="{HostileXml}">
            <Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint8" SizeX="4" SizeY="4" SizeZ="1" SizeC="1" SizeT="1" PhysicalSizeX="1" PhysicalSizeXUnit="{HostileXml}">
            <Channel ID="Channel:0:0" Name="{HostileXml}"/><TiffData/></Pixels></Image></OME>
            """));
        Assert.Contains("[red]{0}", Shown("inspect", source), StringComparison.Ordinal);
        using var report = JsonDocument.Parse(Shown("inspect", "--json", source));
        Assert.Contains("\u009b2J\u007f\u202e", report.RootElement.GetProperty("series")[0].GetProperty("name").GetString()!, StringComparison.Ordinal);
        Shown("verify", source);
        Shown("index", source, "-o", Path.Combine(_folder, $"out{Hostile}.json"));
        using var mounted = Mounted.Open(source);
        MustBePlain(mounted.Output);
    }

    [Theory]
    [InlineData("no TIFF")]
    [InlineData("{\"a\": \e[31m}")]
    [InlineData("{\"version\": 1, \"refs\": {}, \"templates\": {\"\\u001b\": 1}}")]
    [InlineData("{\"version\": 1, \"templates\": {\"x\": \"{{\\u001b[31m\\u202e}}\"}, \"refs\": {\"a\": [\"{{x}}\", 0, 1]}}")]
    [InlineData("{\"version\": \"\\u202e\e\"}")]
    [InlineData("<?xml version=\"1.0\"?><OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\" a\u202e\u009b=\"\"><Image\u007f/></OME>")]
    public void A_file_that_is_refused(string text)
    {
        var source = Write($"{Hostile}{(text[0] == '{' ? ".json" : ".ome.xml")}", Encoding.UTF8.GetBytes(text));
        foreach (var command in (string[])["inspect", "verify"])
            Assert.Contains("\\u001b", Refused(command, source), StringComparison.Ordinal);
        Refused("mount", source, Path.Combine(_folder, Hostile));
        Refused("mount", "--allow-source", Hostile, "--target", Hostile, "-o", Hostile, source, Path.Combine(_folder, Hostile));
        Refused("umount", source);
        Refused(Hostile);
    }

    [Fact]
    public void A_folder_of_such_files()
    {
        Write($"{Hostile}.tif", OmeTiff("none"));
        Write($"bad{Hostile}.tif", [1, 2, 3]);
        var text = Ran(["inspect", _folder], refused: true).Output;
        Assert.Contains("cannot be shown:", text, StringComparison.Ordinal);
        Assert.Contains("[red]", text, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(Ran(["inspect", "--json", _folder], refused: true).Output);
    }

    private static string Document()
    {
        var array = JsonSerializer.Serialize(new
        {
            zarr_format = 2,
            shape = (int[])[1],
            chunks = (int[])[1],
            dtype = $"<{Hostile}",
            compressor = new { id = Hostile },
            fill_value = 0,
            order = "C",
            filters = (object?)null
        });
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            [$"{Hostile}/.zarray"] = array,
            [$"{Hostile}/0"] = (object[])["data.bin", 0, 1],
            [$"{Hostile}/absent"] = (object[])[$"{Hostile}.bin", 0, 1],
            [$"{Hostile}/image/.zattrs"] = $$"""{"multiscales": [{"version": "0.4", "datasets": [{"path": "0"}], "name": {{JsonSerializer.Serialize(Hostile)}}}]}""",
            [$"../{Hostile}"] = "left out",
            ["refused"] = (object[])[$"/elsewhere/{Hostile}/x", 0, 1],
            ["remote"] = (object[])[$"s3://{Hostile}/x", 0, 1],
        });
    }

    /// <summary>4 × 4 samples of 8 bits in one strip.</summary>
    private static byte[] OmeTiff(string description)
    {
        var text = Encoding.UTF8.GetBytes(description + "\0");
        (ushort Tag, ushort Type, int Count, int Value)[] entries =
            [(256, 4, 1, 4), (257, 4, 1, 4), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (270, 2, text.Length, 200), (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, 4), (279, 4, 1, 16)];
        var file = new byte[200 + text.Length];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 24);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(24), (short)entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var at = file.AsSpan(26 + (12 * i));
            BinaryPrimitives.WriteUInt16LittleEndian(at, entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(at[2..], entries[i].Type);
            BinaryPrimitives.WriteInt32LittleEndian(at[4..], entries[i].Count);
            BinaryPrimitives.WriteInt32LittleEndian(at[8..], entries[i].Value);
        }
        text.CopyTo(file, 200);
        return file;
    }

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string Shown(params string[] words) => Ran(words, refused: false).Output;

    private static string Refused(params string[] words) => Ran(words, refused: true).Error;

    private static Finished Ran(string[] words, bool refused)
    {
        var ran = Commands.Run([Repository.Omefs, .. words]);
        MustBePlain(ran.Output + ran.Error);
        Assert.True(refused == (ran.ExitCode != 0) && !ran.Error.Contains("   at ", StringComparison.Ordinal), ran.ToString());
        return ran;
    }

    private static void MustBePlain(string text)
    {
        Assert.DoesNotContain(text, one => (char.IsControl(one) && one != '\n') || one is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));
        Assert.DoesNotContain("\nforged", text, StringComparison.Ordinal);
    }
}
