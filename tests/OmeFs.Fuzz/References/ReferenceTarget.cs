using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OmeFs.Core;
using OmeFs.Core.References;
using OmeFs.Core.References.Json;
using OmeFs.Core.References.Keys;
using OmeFs.Core.References.Set;
using OmeFs.Core.References.Survey;
using OmeFs.Core.References.View;
using OmeFs.Core.Sources;

namespace OmeFs.Fuzz.References;

/// <summary>
/// The way of a reference document through omefs: opened, surveyed, listed, looked up, read; and read in two other ways, which must come to
/// the same. Returns a trace.
/// </summary>
internal static partial class ReferenceTarget
{
    /// <summary>More would be made one by one than a second has time for.</summary>
    private const int MostGenerated = 50_000;

    private const int MostDocumentBytes = 4 << 20;

    private const long MostBytesOfOpening = 160L << 20;

    private static readonly Lazy<OwnFolder> Own = new(() => new OwnFolder());

    public static bool Takes(ReadOnlySpan<byte> input) => Packing(input) is not null;

    public static async Task<string> RunAsync(byte[] input)
    {
        var (own, packing) = (Own.Value, Packing(input)!.Value);
        using var source = new InputSource(input, Path.Join(own.Folder, "refs.json"));
        var json = Unpacked(source, packing);
        if (json is null || GeneratorSize.Of(json) > MostGenerated)
            return "too large";
        var trace = new StringBuilder();
        var before = GC.GetTotalAllocatedBytes();
        var fault = await TryAsync(async () =>
        {
            using var view = ReferenceView.Open(source, packing, new ReferenceOptions { SkipRefused = true }, AddressOpener.Nothing);
            if (GC.GetTotalAllocatedBytes() - before > MostBytesOfOpening)
                throw new BrokenPromiseException($"opening allocated more than {MostBytesOfOpening} bytes");
            trace.AppendJoin('|', view.Notices);
            var survey = ReferenceSurvey.Of(view);
            trace.AppendJoin('|', survey.Arrays.Select(array => $"{array.ZarrFormat}{array.Shape.Count}")).AppendJoin('|', survey.Images);
            if (survey.Virtual + survey.Inline != view.Count)
                throw new BrokenPromiseException("the survey counts other keys than there are");
            var walk = new ReferenceWalk(view.Tree);
            if (await walk.FilesAsync() is { } files && files != view.Count)
                throw new BrokenPromiseException("not all keys are found as files");
            trace.AppendJoin('|', walk.Faults.Values);
            own.ExpectNothingElseOpen();
        });
        own.ExpectNothingElseOpen();
        ExpectSame(json, source.Name, fault);
        return Words().Replace(trace.Append(fault is null ? "" : $"{fault.Kind} {fault.Message}").ToString(), "");
    }

    /// <summary>What is named and counted: inputs that differ in it alone are not worth keeping both.</summary>
    [GeneratedRegex("'[^']*'|[^ |]*[^A-Za-z |,;:()][^ |]*")]
    private static partial Regex Words();

    private static ReferencePacking? Packing(ReadOnlySpan<byte> input)
    {
        if (input.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return ReferencePacking.Gzip;
        if (input.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return ReferencePacking.Zstd;
        var text = (input.StartsWith("\uFEFF"u8) ? input[3..] : input).TrimStart(" \t\r\n"u8);
        return text.StartsWith("{"u8) || text.StartsWith("["u8) ? ReferencePacking.Plain : null;
    }

    /// <summary>Null for what is larger than an input should be; what cannot be unpacked is empty, and refused when it is opened.</summary>
    private static byte[]? Unpacked(InputSource source, ReferencePacking packing)
    {
        using var stream = ReferenceFormat.Open(source, packing);
        using var all = new MemoryStream();
        try
        {
            var step = new byte[64 << 10];
            while (stream.Read(step) is > 0 and var read && all.Length <= MostDocumentBytes)
                all.Write(step, 0, read);
        }
        catch (Exception cause) when (cause is InvalidDataException or EndOfStreamException or OmeFsException)
        {
            return [];
        }
        return all.Length <= MostDocumentBytes ? all.ToArray() : null;
    }

    private static async Task<OmeFsException?> TryAsync(Func<Task> run)
    {
        try
        {
            await run();
            return null;
        }
        catch (OmeFsException fault) when (fault.Kind != FaultKind.Bug)
        {
            return fault;
        }
    }

    /// <summary>Keys spelled otherwise, and all that `gen` makes kept one by one.</summary>
    private static void ExpectSame(byte[] json, string name, OmeFsException? fault)
    {
        if (SpeltKeys.Of(json) is not { } spelt)
        {
            // Python's NaN and Infinity are read, too; the judge does not know them.
            if (fault is null && json.AsSpan().IndexOf("NaN"u8) < 0 && json.AsSpan().IndexOf("Infinity"u8) < 0)
                throw new BrokenPromiseException("a text that is no JSON is read");
            return;
        }
        var expected = Told(() => ReferenceDocument.Read(() => new MemoryStream(json), name));
        if (fault is { Kind: not FaultKind.AccessRefused } && !expected.StartsWith(fault.Kind.ToString(), StringComparison.Ordinal))
            throw new BrokenPromiseException($"a document is read at one time, and {fault.Kind} at another");
        if (expected != Told(() => ReferenceDocument.Read(() => new MemoryStream(spelt), name)))
            throw new BrokenPromiseException("a document is another with its keys spelled otherwise");
        if (json.AsSpan().IndexOf("\"gen\""u8) >= 0 && expected != Told(() => ReferenceDocument.Read(() => new MemoryStream(json), name, arithmetic: false)))
            throw new BrokenPromiseException("what 'gen' makes is something else when it is kept");
    }

    /// <summary>All references in their order, or the kind of the fault: where in the text it is differs.</summary>
    private static string Told(Func<ReferenceSet> read)
    {
        try
        {
            var references = read();
            var (told, room) = (new StringBuilder(), new byte[references.KeyRoom]);
            for (var position = 0; position < references.Count; position++)
            {
                var reference = references.At(position);
                told.Append(Encoding.UTF8.GetString(references.Key(position, room)).Replace((char)KeyRules.Separator, '/'))
                    .Append(CultureInfo.InvariantCulture, $" {reference.Kind} {reference.Offset} {reference.Length} ")
                    .Append(reference.IsInline ? Convert.ToHexString(reference.Inline.Span) : references.Urls.Text(reference.Url)).Append('\n');
            }
            return told.Append(CultureInfo.InvariantCulture, $"{references.Refusals.Lines().Count()}").ToString();
        }
        catch (OmeFsException fault) when (fault.Kind != FaultKind.Bug)
        {
            return $"{fault.Kind}";
        }
    }
}
