using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OmeFs.Core.Series;

namespace OmeFs.Reports;

/// <summary>The kind of a source.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportKind>))]
internal enum ReportKind
{
    /// <summary>A file, or a set of files, with one or several images.</summary>
    [JsonStringEnumMemberName("image")]
    Image,

    [JsonStringEnumMemberName("folder")]
    Folder,

    /// <summary>A reference document.</summary>
    [JsonStringEnumMemberName("references")]
    References,

    /// <summary>Several sources were named. Each has a report.</summary>
    [JsonStringEnumMemberName("several")]
    Several,

    /// <summary>It cannot be opened.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>What a source holds and how it is shown: `omefs inspect --json`, and `omefs mount --json`. Names in JSON are snake_case.</summary>
/// <param name="Source">Its absolute path; null for several.</param>
/// <param name="Format">"BigTIFF, little-endian, 12 IFDs".</param>
/// <param name="Files">Files with the pixels: more than one for a set.</param>
/// <param name="Bytes">The size of all files of the source; 0 for a folder.</param>
/// <param name="Series">The images of a file; none for a folder.</param>
internal sealed record SourceReport(
    ReportKind Kind, string? Source, string Format, int Files, long Bytes, IReadOnlyList<SeriesReport> Series, IReadOnlyList<string> Notices)
{
    /// <summary>IFDs that no image shows, and why; only for `inspect`.</summary>
    public IReadOnlyList<UnshownIfds> UnshownIfds { get; init; } = [];

    /// <summary>Set only for a reference document.</summary>
    public ReferenceReport? References { get; init; }

    /// <summary>The log file of a mount; null if it logs elsewhere, or the source is not mounted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LogFile { get; init; }

    /// <summary>The images of an inspected folder. A mount does not open them.</summary>
    public IReadOnlyList<FolderImageReport> Images { get; init; } = [];

    /// <summary>For an inspected folder: kind → count. Kinds are extensions in lower case (".czi") and phrases. Hidden entries are not counted.</summary>
    public IReadOnlyDictionary<string, int> NotShown { get; init; } = new Dictionary<string, int>();

    /// <summary>Only for <see cref="ReportKind.Several"/>.</summary>
    public IReadOnlyList<SourceReport> Sources { get; init; } = [];

    /// <summary>Only for <see cref="ReportKind.Error"/>.</summary>
    public ErrorDetails? Error { get; init; }

    public static SourceReport Failed(string source, ErrorDetails error) => new(ReportKind.Error, source, "cannot be opened", 0, 0, [], []) { Error = error };

    public static SourceReport Of(IReadOnlyList<SourceReport> sources) => new(ReportKind.Several, null, $"{sources.Count} sources", 0, 0, [], []) { Sources = sources };

    /// <summary>The number of its sources and images that cannot be shown.</summary>
    [JsonIgnore]
    public int Faults => (Error is null ? 0 : 1) + Images.Count(image => image.Fault is not null) + Sources.Sum(source => source.Faults);
}

/// <param name="Path">Store path of the image's group, "" for the root.</param>
/// <param name="Reason">How the series was found.</param>
internal sealed record SeriesReport(
    string Path,
    string Name,
    string Reason,
    IReadOnlyList<AxisReport> Axes,
    IReadOnlyList<ChannelReport> Channels,
    IReadOnlyList<LevelReport> Levels);

/// <param name="Step">Distance between two samples in <paramref name="Unit"/>.</param>
internal sealed record AxisReport(string Name, int Length, double Step, string? Unit);

/// <param name="Color">RRGGBB.</param>
internal sealed record ChannelReport(string Label, string Color);

/// <param name="Path">Store path of the level's array.</param>
/// <param name="Shape">t, c, z, y, x in samples.</param>
/// <param name="Chunks">t, c, z, y, x of one chunk, in samples.</param>
/// <param name="Storage">How the TIFF stores it.</param>
/// <param name="ChunksByOrigin">The number of "stored", "assembled" and "missing" chunks.</param>
/// <param name="Why">One line per origin.</param>
internal sealed record LevelReport(
    string Path,
    IReadOnlyList<int> Shape,
    IReadOnlyList<int> Chunks,
    string Dtype,
    string? Compressor,
    string Storage,
    IReadOnlyDictionary<string, long> ChunksByOrigin,
    IReadOnlyList<string> Why);

/// <summary>`omefs list --json`.</summary>
internal sealed record MountsReport(IReadOnlyList<MountReport> Mounts);

/// <param name="Answers">False if the daemon is dead, or does not answer within two seconds.</param>
/// <param name="State">"ok"; "dead": its daemon is gone; "silent": it does not answer; "hidden": it is not accessible.</param>
internal sealed record MountReport(string Source, string Mountpoint, bool Answers, string State);

[JsonSerializable(typeof(SourceReport))]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(MountsReport))]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(IndexReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(NameConverter)])]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>One line, for the daemon's report to the program that started it.</summary>
    public static ReportJson Compact => Default;

    /// <summary>Indented, for people.</summary>
    public static ReportJson Readable => new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new NameConverter() },
    });
}
