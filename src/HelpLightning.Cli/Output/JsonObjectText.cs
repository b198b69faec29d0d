using System.Text.Json;

namespace HelpLightning.Cli.Output;

/// <summary>A row as a JSON object.</summary>
internal static class JsonObjectText
{
    public static void Write(Utf8JsonWriter writer, string[] names, FieldValue[] cells)
    {
        writer.WriteStartObject();
        for (int i = 0; i < names.Length; i++)
        {
            writer.WritePropertyName(names[i]);
            cells[i].WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
