using System.Globalization;
using System.Text.Json;

namespace OmeFs.Mount.Tests;

/// <summary>Reference documents as `omefs mount` and `omefs inspect` take them: options, errors as programs see them, notices.</summary>
public sealed class ReferenceMountTests : IDisposable
{
    private const int EIO = 5, EACCES = 13;

    private static int _sequence;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"r{Interlocked.Increment(ref _sequence)}/own")).FullName;

    public ReferenceMountTests()
    {
        File.WriteAllText(Path.Combine(_folder, "data.bin"), "0123456789");
        File.WriteAllText(Path.Combine(_folder, "../secret.bin"), "a secret");
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void A_document_with_targets_outside_is_refused_and_leaves_nothing()
    {
        var point = Mounted.NewPoint();
        var ran = Mounted.TryMount(Write("""{"a": ["data.bin"], "k": ["../secret.bin"], "s": ["s3://bucket/key", 0, 7]}"""), point);
        Assert.True(ran.ExitCode == 1, ran.ToString());
        Assert.StartsWith("omefs: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("--allow-source s3://bucket/ ", ran.Error, StringComparison.Ordinal);
        Assert.Contains($"--allow-source {Path.GetDirectoryName(_folder)} ", ran.Error, StringComparison.Ordinal);
        Assert.False(MountTable.IsMounted(point));
        Mounted.Unmount(point);
    }

    [Theory]
    [InlineData("--allow-source=..", "--allow-source=s3://bucket")]
    [InlineData("-o", "allow_source=any")]
    public void What_is_allowed_reaches_the_daemon(params string[] options)
    {
        // Relative to where the user is, not to where the daemon runs.
        options = [.. options.Select(option => option.Replace("..", Path.GetRelativePath("/", Path.GetDirectoryName(_folder)!), StringComparison.Ordinal))];
        using var mounted = Mounted.Open(Write("""{"k": ["../secret.bin", 2, 6], "s": ["s3://bucket/key", 0, 7], "w": ["s3://bucket/whole"]}"""), false, options);
        Assert.Equal("secret", File.ReadAllText(Path.Combine(mounted.Point, "k")));
        Assert.Contains("cannot be read yet", mounted.Output, StringComparison.Ordinal);
        Assert.Equal(["k", "s", "w"], Directory.GetFileSystemEntries(mounted.Point).Select(Path.GetFileName).Order());
        Assert.Equal(7, new FileInfo(Path.Combine(mounted.Point, "s")).Length);
        Assert.Equal(EIO, ErrnoOf(Path.Combine(mounted.Point, "s")));
        Assert.Equal(EIO, ErrnoOf(Path.Combine(mounted.Point, "w")));
    }

    [Theory]
    [InlineData("--target=SECRET")]
    [InlineData("-o", "target=SECRET")]
    public void What_null_means_reaches_the_daemon(params string[] options)
    {
        var relative = Path.GetRelativePath("/", Path.GetFullPath(Path.Combine(_folder, "../secret.bin")));
        options = [.. options.Select(option => option.Replace("SECRET", relative, StringComparison.Ordinal))];
        using var mounted = Mounted.Open(Write("""{"k": [null, 2, 6], "w": [null], "a": ["data.bin", 0, 3]}"""), false, options);
        Assert.Equal("secret", File.ReadAllText(Path.Combine(mounted.Point, "k")));
        Assert.Equal("a secret", File.ReadAllText(Path.Combine(mounted.Point, "w")));
        Assert.Equal("012", File.ReadAllText(Path.Combine(mounted.Point, "a")));
    }

    [Fact]
    public void Without_a_target_null_is_an_error_and_the_mount_says_what_would_help()
    {
        using var mounted = Mounted.Open(Write("""{"k": [null, 2, 6], "w": [null], "a": ["data.bin", 0, 3]}"""));
        Assert.Contains("2 keys refer to no URL", string.Join(' ', mounted.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(EIO, ErrnoOf(Path.Combine(mounted.Point, "k")));
        Assert.Equal("012", File.ReadAllText(Path.Combine(mounted.Point, "a")));
    }

    [Theory]
    [InlineData("a folder")]
    [InlineData("a TIFF")]
    public void A_target_for_what_is_no_document_is_a_wrong_use(string what)
    {
        var source = what == "a folder" ? _folder : Path.Combine(_folder, "a.tif");
        if (what != "a folder")
            File.WriteAllBytes(source, [0x49, 0x49, 42, 0, 8, 0, 0, 0, 0, 0]);
        var point = Mounted.NewPoint();
        foreach (var ran in (Finished[])[
            Commands.Run([Repository.Omefs, "inspect", "--target", "x.bin", source]), Mounted.TryMount(source, point, false, "--target", "x.bin")])
            Assert.True(ran.ExitCode == 2 && ran.Error.Contains("--target has no meaning", StringComparison.Ordinal), ran.ToString());
        Mounted.Unmount(point);
    }

    [Fact]
    public void Inspect_counts_null_under_the_target_that_is_given()
    {
        var document = Write("""{"k": [null, 2, 6], "w": [null]}""");
        Assert.Contains("(no URL)", Commands.Run([Repository.Omefs, "inspect", document]).Output, StringComparison.Ordinal);
        var ran = Commands.Run([Repository.Omefs, "inspect", "--target", Path.Combine(_folder, "data.bin"), document]);
        Assert.True(ran.ExitCode == 0 && ran.Output.Contains(_folder, StringComparison.Ordinal), ran.ToString());
    }

    [Fact]
    public void Refused_keys_are_eacces_and_absent_ones_enoent()
    {
        using var mounted = Mounted.Open(Write("""{"a": ["data.bin"], "k": ["../secret.bin", 2, 6], "gone": ["gone.bin", 0, 1], "far": ["data.bin", 5, 6]}"""), false, "--skip-refused");
        Assert.Equal("0123456789", File.ReadAllText(Path.Combine(mounted.Point, "a")));
        Assert.Equal(EACCES, ErrnoOf(Path.Combine(mounted.Point, "k")));
        Assert.Equal(EIO, ErrnoOf(Path.Combine(mounted.Point, "gone")));
        Assert.Equal(EIO, ErrnoOf(Path.Combine(mounted.Point, "far")));
        Assert.False(File.Exists(Path.Combine(mounted.Point, "b")));
        Assert.Contains("EACCES", mounted.Output, StringComparison.Ordinal);
    }

    /// <summary>A thousand million references, none of which is kept.</summary>
    [Fact]
    public void What_gen_makes_is_listed_and_read_without_being_made()
    {
        const string sides = "\"t\": {\"stop\": 1000}, \"y\": {\"stop\": 1000}, \"x\": {\"start\": 1, \"stop\": 1001}";
        using var mounted = Mounted.Open(Write($$$"""
            {"version": 1, "refs": {"0/.zarray": "{}", "0/7/8/5": "gen goes over this", "1": "beside", "2": [null, 0, 1]},
             "gen": [{"key": "0/{{t}}/{{y}}/{{x}}", "url": "data.bin", "offset": "{{ x - 1 }}", "length": "{{ 2 }}", "dimensions": { {{{sides}}} }}]}
            """));
        Assert.Equal("45", File.ReadAllText(Path.Combine(mounted.Point, "0/7/8/5")));
        Assert.Equal("89", File.ReadAllText(Path.Combine(mounted.Point, "0/999/999/9")));
        Assert.Equal(EIO, ErrnoOf(Path.Combine(mounted.Point, "0/999/999/1000")));
        Assert.Equal("beside", File.ReadAllText(Path.Combine(mounted.Point, "1")));
        Assert.False(File.Exists(Path.Combine(mounted.Point, "0/999/999/01")) || File.Exists(Path.Combine(mounted.Point, "0/1000/1/1")));
        Assert.Equal(
            Enumerable.Range(1, 1000).Select(x => x.ToString(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(mounted.Point, "0/12/999")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(1001, Directory.GetFileSystemEntries(Path.Combine(mounted.Point, "0")).Length);
        Assert.Contains("'0/7/8/5'", mounted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Strictness_refuses_what_is_reported_otherwise()
    {
        var document = Write("""{"a": "x", "../b": "y"}""");
        using (var mounted = Mounted.Open(document))
            Assert.Contains("'../b'", mounted.Output, StringComparison.Ordinal);
        var point = Mounted.NewPoint();
        var ran = Mounted.TryMount(document, point, false, "--strict");
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains("'../b'", StringComparison.Ordinal), ran.ToString());
        Mounted.Unmount(point);
    }

    [Fact]
    public void Inspect_tells_arrays_targets_and_shares()
    {
        var array = """{"shape": [4, 6], "chunks": [2, 3], "dtype": "<u2", "compressor": {"id": "zlib"}}""";
        var document = Write($$"""{".zattrs": {"multiscales": []}, "0/.zarray": {{array}}, "0/0.0": ["data.bin", 0, 4], "0/0.1": "base64:AAAA", "0/9.9": "no chunk"}""");
        var ran = Commands.Run([Repository.Omefs, "inspect", "--json", document]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        using var report = JsonDocument.Parse(ran.Output);
        var counts = report.RootElement.GetProperty("references").GetProperty("counts");
        Assert.Equal(1, counts.GetProperty("virtual_keys").GetInt64());
        Assert.Equal(4, counts.GetProperty("inline_keys").GetInt64());
        Assert.Equal("", Assert.Single(counts.GetProperty("images").EnumerateArray()).GetString());
        var target = Assert.Single(counts.GetProperty("targets").EnumerateArray());
        Assert.Equal((_folder, 4), (target.GetProperty("prefix").GetString(), target.GetProperty("bytes").GetInt64()));
        var shown = Assert.Single(counts.GetProperty("arrays").EnumerateArray());
        Assert.Equal("0", shown.GetProperty("path").GetString());
        Assert.Equal("""{"virtual":1,"inline":1,"missing":2}""", JsonSerializer.Serialize(shown.GetProperty("chunks_by_origin")));
        var words = Commands.Run([Repository.Omefs, "inspect", document]);
        Assert.Contains("1 virtual, 1 inline, 2 missing", words.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_tells_arrays_and_images_of_zarr_3()
    {
        var array = """{"zarr_format": 3, "node_type": "array", "shape": [4, 6], "data_type": "uint16", "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2, """
            + """3]}}, "chunk_key_encoding": {"name": "default"}, "codecs": ["bytes", {"name": "gzip"}]}""";
        var document = Write($$"""{"i/zarr.json": {"zarr_format": 3, "node_type": "group", "attributes": {"ome": {"multiscales": []} } }, "i/0/zarr.json": {{array}}, "i/0/c/0/0": """
            + $$"""["data.bin", 0, 4]}""");
        using var report = JsonDocument.Parse(Commands.Run([Repository.Omefs, "inspect", "--json", document]).Output);
        var counts = report.RootElement.GetProperty("references").GetProperty("counts");
        Assert.Equal("i", Assert.Single(counts.GetProperty("images").EnumerateArray()).GetString());
        Assert.Equal(
            """{"path":"i/0","zarr_format":3,"shape":[4,6],"chunks":[2,3],"dtype":"uint16","compressor":"gzip","chunks_by_origin":{"virtual":1,"missing":3}}""",
            JsonSerializer.Serialize(Assert.Single(counts.GetProperty("arrays").EnumerateArray())));
        Assert.Contains("1 virtual, 3 missing", Commands.Run([Repository.Omefs, "inspect", document]).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("index", "-o", "out.json")]
    public void Commands_for_images_say_that_a_document_is_none(params string[] command)
    {
        var ran = Commands.Run([Repository.Omefs, command[0], Write("{}"), .. command[1..]]);
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains("is a reference document", StringComparison.Ordinal), ran.ToString());
    }

    [Fact]
    public void Inspect_tells_of_targets_that_a_mount_refuses()
    {
        var ran = Commands.Run([Repository.Omefs, "inspect", Write("""{"a": ["s3://bucket/key", 0, 4], "b": ["/etc/passwd"]}""")]);
        Assert.True(ran.ExitCode == 0 && ran.Output.Contains("s3://bucket/", StringComparison.Ordinal) && ran.Output.Contains("/etc", StringComparison.Ordinal), ran.ToString());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("zstd in two frames")]
    public void A_packed_document_is_told_by_its_bytes(string packing)
    {
        var document = Write("""{"a": ["data.bin", 1, 2]}""");
        File.WriteAllBytes(document + ".packed", Packed(document, packing));
        using var mounted = Mounted.Open(document + ".packed");
        Assert.Equal("12", File.ReadAllText(Path.Combine(mounted.Point, "a")));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("zstd in two frames")]
    public void A_packed_document_that_ends_early_or_is_damaged_is_refused(string packing)
    {
        var document = Write($"{{{string.Join(", ", Enumerable.Range(0, 2000).Select(number => string.Create(CultureInfo.InvariantCulture, $"\"k{number}\": \"{number}\"")))}}}");
        var bytes = Packed(document, packing);
        var damaged = bytes.ToArray();
        damaged.AsSpan(4, 16).Fill(0xFF);
        foreach (var packed in (byte[][])[bytes[..3], bytes[..12], bytes[..(bytes.Length / 2)], bytes[..(bytes.Length * 9 / 10)], damaged])
        {
            File.WriteAllBytes(document, packed);
            var ran = Commands.Run([Repository.Omefs, "inspect", document]);
            Assert.True(ran.ExitCode == 1 && ran.Error.StartsWith("omefs: ", StringComparison.Ordinal), ran.ToString());
        }
    }

    /// <summary>A program that reads gets the error the door gives, whatever the runtime here would make of it.</summary>
    private static int ErrnoOf(string path)
    {
        var ran = Commands.Run([Repository.Python, "-c", "import sys\ntry:\n open(sys.argv[1], 'rb').read()\nexcept OSError as fault:\n sys.exit(fault.errno)", path]);
        return ran.ExitCode;
    }

    /// <summary>As gzip, or numcodecs' zstd, packs it.</summary>
    private static byte[] Packed(string file, string packing)
    {
        const string script = """
            import gzip, sys
            from numcodecs.zstd import compress
            text = open(sys.argv[1], "rb").read()
            packed = {"gzip": lambda: gzip.compress(text), "zstd": lambda: compress(text, 3),
                      "zstd in two frames": lambda: compress(text[:7], 3) + compress(text[7:], 3)}[sys.argv[2]]()
            open(sys.argv[1] + ".out", "wb").write(packed)
            """;
        var ran = Commands.Run([Repository.Python, "-c", script, file, packing]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        return File.ReadAllBytes(file + ".out");
    }

    private string Write(string json)
    {
        var file = Path.Combine(_folder, "refs.json");
        File.WriteAllText(file, json);
        return file;
    }
}
