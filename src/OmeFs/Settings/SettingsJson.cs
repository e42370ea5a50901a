using System.Text.Json;
using System.Text.Json.Serialization;
using OmeFs.Core.Sources;

namespace OmeFs.Settings;

/// <summary>Serialises settings for the daemon.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(PackedNameConverter), typeof(SourceAddressConverter)])]
[JsonSerializable(typeof(MountSettings))]
internal sealed partial class SettingsJson : JsonSerializerContext;

/// <summary>JSON is Unicode, but paths may not be: they are written as <see cref="PackedNames"/>.</summary>
internal sealed class PackedNameConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } packed ? PackedNames.Unpack(packed) : null;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(PackedNames.Pack(value));
}

/// <summary>Writes an address as its text, which has a scheme unless it is an absolute path.</summary>
internal sealed class SourceAddressConverter : JsonConverter<SourceAddress>
{
    public override SourceAddress? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } packed ? SourceAddress.Of(PackedNames.Unpack(packed)) : null;

    public override void Write(Utf8JsonWriter writer, SourceAddress value, JsonSerializerOptions options) => writer.WriteStringValue(PackedNames.Pack(value.Text));
}
