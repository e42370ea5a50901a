using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Tests.Wire;

/// <summary>Every struct, offset, opcode and flag of ours against the C compiler's reading of linux/fuse.h.</summary>
public sealed partial class LayoutTests
{
    private const string Header = "/usr/include/linux/fuse.h";

    /// <summary>What Debian 12's header (7.38) does not have yet, with the minor version that brings it.</summary>
    private static readonly Dictionary<string, int> Newer = new()
    {
        ["FUSE_STATX"] = 39,
        ["FUSE_COPY_FILE_RANGE_64"] = 45,
        ["FUSE_PASSTHROUGH"] = 40,
        ["FUSE_HAS_RESEND"] = 40,
        ["FUSE_OVER_IO_URING"] = 42,
        ["FUSE_REQUEST_TIMEOUT"] = 43,
        ["fuse_init_out.max_stack_depth"] = 40,
        ["fuse_init_out.request_timeout"] = 43,
    };

    private static IEnumerable<Type> Structs => typeof(FuseAttr).Assembly.GetTypes()
        .Where(type => type is { IsValueType: true, IsEnum: false, IsNested: false } && type.Namespace == typeof(FuseAttr).Namespace)
        .Where(type => type.Name.StartsWith("Fuse", StringComparison.Ordinal));

    [SkippableFact]
    public void Layouts_and_numbers_are_those_of_the_header()
    {
        Skip.IfNot(File.Exists(Header), $"{Header} is not installed (apt install linux-libc-dev)");
        var (ours, source) = Expectations();
        var theirs = CompileAndRun(source);
        Assert.Equal(15, Structs.Count());
        Assert.Empty(theirs.Where(line => !ours.Contains(line)).Select(line => "C says " + line));
        Assert.InRange(theirs.Length, 150, ours.Count);
    }

    private static (HashSet<string> Ours, string Source) Expectations()
    {
        var ours = new HashSet<string>();
        var source = new StringBuilder("#include <stdio.h>\n#include <stddef.h>\n#include <linux/fuse.h>\nint main(void) {\n");
        void Expect(string name, string expression, ulong value)
        {
            ours.Add($"{name} {value}");
            var print = $"printf(\"{name} %llu\\n\", (unsigned long long)({expression}));";
            source.AppendLine(Newer.TryGetValue(name, out var minor) ? $"#if FUSE_KERNEL_MINOR_VERSION >= {minor}\n{print}\n#endif" : print);
        }
        foreach (var type in Structs)
            ExpectLayout(type, Expect);
        foreach (var opcode in Enum.GetValues<FuseOpcode>())
            Expect(Constant(opcode.ToString()), Constant(opcode.ToString()), (ulong)opcode);
        foreach (var flag in Enum.GetValues<FuseInitFlags>().Where(flag => flag != FuseInitFlags.None))
            Expect(Constant(flag.ToString()), Constant(flag.ToString()), (ulong)flag);
        foreach (var code in Enum.GetValues<FuseNotifyCode>())
            Expect(Constant("Notify" + code), Constant("Notify" + code), (ulong)code);
        Expect("clone", "FUSE_DEV_IOC_CLONE", Interop.Libc.CloneDevice);
        return (ours, source.Replace("#include <linux/fuse.h>", "#include <sys/ioctl.h>\n#include <linux/fuse.h>").Append("return 0; }\n").ToString());
    }

    private static void ExpectLayout(Type type, Action<string, string, ulong> expect)
    {
        var name = Snake(type.Name);

        // FuseInitIn is known to be the beginning of its struct; fuse_dirent ends in a name of no fixed length.
        if (type != typeof(FuseInitIn))
            expect(name, $"sizeof(struct {name})", (ulong)Marshal.SizeOf(type));
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public))
            if (field.Name is not ("Unused" or "Dirent"))
                expect(
                    $"{name}.{Snake(field.Name)}",
                    $"offsetof(struct {name}, {Snake(field.Name)}) * 1000 + sizeof(((struct {name} *)0)->{Snake(field.Name)})",
                    (ulong)((Marshal.OffsetOf(type, field.Name) * 1000) + Size(field)));
        if (type == typeof(FuseDirentplus))
            expect("dirent", "offsetof(struct fuse_direntplus, dirent)", (ulong)Marshal.OffsetOf(type, "Dirent"));
    }

    private static int Size(FieldInfo field) => field.FieldType.IsEnum
        ? Marshal.SizeOf(Enum.GetUnderlyingType(field.FieldType))
        : Marshal.SizeOf(field.FieldType);

    private static string[] CompileAndRun(string source)
    {
        var folder = Directory.CreateTempSubdirectory("omefs-layout-");
        try
        {
            var program = Path.Combine(folder.FullName, "layout");
            File.WriteAllText(program + ".c", source);
            Assert.Equal("", Run("cc", "-o", program, program + ".c"));
            return Run(program).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            return said;
        }
        catch (System.ComponentModel.Win32Exception) when (program == "cc")
        {
            throw new SkipException("there is no C compiler (apt install gcc)");
        }
    }

    private static string Constant(string name) => "FUSE_" + Snake(name).ToUpperInvariant();

    private static string Snake(string name) => Humps().Replace(name, "_$1").ToLowerInvariant()
        .Replace("copy_file_range64", "copy_file_range_64").Replace("flags_2", "flags2");

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex Humps();
}
