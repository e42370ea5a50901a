using System.Text.Json;
using System.Text.Json.Serialization;
using OmeFs.Core;

namespace OmeFs.Reports;

/// <summary>JSON is Unicode, but file names may not be: a byte that is not UTF-8 is written as \xb5, as in all other output.</summary>
internal sealed class NameConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(NameText.Shown(value));

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(NameText.Shown(value));
}
