using System.Text.Json;
using System.Text.Json.Serialization;
using OmeFs.Core.Sources;

namespace OmeFs.Settings;

/// <summary>Settings on their way to the daemon.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(PackedNameConverter), typeof(SourceAddressConverter)])]
[JsonSerializable(typeof(MountSettings))]
internal sealed partial class SettingsJson : JsonSerializerContext;

/// <summary>JSON is Unicode, and paths need not be: they are <see cref="PackedNames"/> on the way.</summary>
internal sealed class PackedNameConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } packed ? PackedNames.Unpack(packed) : null;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(PackedNames.Pack(value));
}

/// <summary>An address is its text, which has a scheme if it is no absolute path.</summary>
internal sealed class SourceAddressConverter : JsonConverter<SourceAddress>
{
    public override SourceAddress? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } packed ? SourceAddress.Of(PackedNames.Unpack(packed)) : null;

    public override void Write(Utf8JsonWriter writer, SourceAddress value, JsonSerializerOptions options) => writer.WriteStringValue(PackedNames.Pack(value.Text));
}
