using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OmeFs.Core.Series;

namespace OmeFs.Reports;

/// <summary>What a source is.</summary>
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

    /// <summary>Several sources were named: each is a report of its own.</summary>
    [JsonStringEnumMemberName("several")]
    Several,

    /// <summary>It cannot be opened.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>What a source holds and how it is shown: `omefs inspect --json`, and `omefs mount --json`. Names in JSON are snake_case.</summary>
/// <param name="Source">Its absolute path; null for several.</param>
/// <param name="Format">"BigTIFF, little-endian, 12 IFDs".</param>
/// <param name="Files">Files that hold the pixels: more than one for a set.</param>
/// <param name="Bytes">Length of the source, of all its files together; 0 for a folder.</param>
/// <param name="Series">The images of a file; none for a folder.</param>
internal sealed record SourceReport(
    ReportKind Kind, string? Source, string Format, int Files, long Bytes, IReadOnlyList<SeriesReport> Series, IReadOnlyList<string> Notices)
{
    /// <summary>IFDs that no image shows, and why: of `inspect` alone.</summary>
    public IReadOnlyList<UnshownIfds> UnshownIfds { get; init; } = [];

    /// <summary>Of a reference document alone.</summary>
    public ReferenceReport? References { get; init; }

    /// <summary>Where a mount logs, if that is a file; null of what is not mounted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LogFile { get; init; }

    /// <summary>Of a folder that was inspected: its images. A mount does not open them.</summary>
    public IReadOnlyList<FolderImageReport> Images { get; init; } = [];

    /// <summary>Of a folder that was inspected, kind → how many: extensions in lower case (".czi") and phrases. Hidden entries are not counted.</summary>
    public IReadOnlyDictionary<string, int> NotShown { get; init; } = new Dictionary<string, int>();

    /// <summary>Of <see cref="ReportKind.Several"/> alone.</summary>
    public IReadOnlyList<SourceReport> Sources { get; init; } = [];

    /// <summary>Of <see cref="ReportKind.Error"/> alone.</summary>
    public ErrorDetails? Error { get; init; }

    public static SourceReport Failed(string source, ErrorDetails error) => new(ReportKind.Error, source, "cannot be opened", 0, 0, [], []) { Error = error };

    public static SourceReport Of(IReadOnlyList<SourceReport> sources) => new(ReportKind.Several, null, $"{sources.Count} sources", 0, 0, [], []) { Sources = sources };

    /// <summary>How many of its sources and images cannot be shown.</summary>
    [JsonIgnore]
    public int Faults => (Error is null ? 0 : 1) + Images.Count(image => image.Fault is not null) + Sources.Sum(source => source.Faults);
}

/// <param name="Path">Store path of the image's group, "" for the root.</param>
/// <param name="Reason">Where the series was taken from.</param>
internal sealed record SeriesReport(
    string Path,
    string Name,
    string Reason,
    IReadOnlyList<AxisReport> Axes,
    IReadOnlyList<ChannelReport> Channels,
    IReadOnlyList<LevelReport> Levels);

/// <param name="Step">Distance of two samples in <paramref name="Unit"/>.</param>
internal sealed record AxisReport(string Name, int Length, double Step, string? Unit);

/// <param name="Color">RRGGBB.</param>
internal sealed record ChannelReport(string Label, string Color);

/// <param name="Path">Store path of the level's array.</param>
/// <param name="Shape">t, c, z, y, x in samples.</param>
/// <param name="Chunks">The same, of one chunk.</param>
/// <param name="Storage">How the TIFF stores it.</param>
/// <param name="ChunksByOrigin">"stored", "assembled", "missing": how many.</param>
/// <param name="Why">One line an origin.</param>
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
/// <param name="State">"ok"; "dead": its daemon is gone; "silent": it does not answer; "hidden": it may not be looked at.</param>
internal sealed record MountReport(string Source, string Mountpoint, bool Answers, string State);

[JsonSerializable(typeof(SourceReport))]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(MountsReport))]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(IndexReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(NameConverter)])]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>One line, as the daemon tells it to the program that started it.</summary>
    public static ReportJson Compact => Default;

    /// <summary>Indented, for people who look at it after all.</summary>
    public static ReportJson Readable => new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new NameConverter() },
    });
}
