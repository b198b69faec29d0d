using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HelpLightning.Cli.Commands;

/// <summary>
/// The fields of <c>hl api</c>: <c>-f key=value</c> is text; <c>-F key=value</c> turns true, false, null and whole
/// numbers into what they are and reads <c>@file</c>. They go into the query of GET and DELETE and into the JSON body
/// of the rest.
/// </summary>
internal static class RequestFields
{
    public static string AppendToQuery(string path, string[] texts, string[] typed)
    {
        StringBuilder query = new(path);
        char separator = path.Contains('?') ? '&' : '?';
        foreach ((string key, string value) in texts.Select(Split).Concat(typed.Select(Split).Select(static f => (f.Key, ReadFile(f.Value)))))
        {
            query.Append(separator).Append(Uri.EscapeDataString(key)).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return query.ToString();
    }

    public static byte[] ToJson(string[] texts, string[] typed)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            foreach ((string key, string value) in texts.Select(Split))
            {
                writer.WriteString(key, value);
            }

            foreach ((string key, string value) in typed.Select(Split))
            {
                writer.WritePropertyName(key);
                WriteTyped(writer, value);
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteTyped(Utf8JsonWriter writer, string value)
    {
        switch (value)
        {
            case "true" or "false":
                writer.WriteBooleanValue(value == "true");
                break;
            case "null":
                writer.WriteNullValue();
                break;
            default:
                if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
                {
                    writer.WriteNumberValue(number);
                }
                else
                {
                    writer.WriteStringValue(ReadFile(value));
                }

                break;
        }
    }

    private static string ReadFile(string value)
    {
        if (!value.StartsWith('@'))
        {
            return value;
        }

        try
        {
            return File.ReadAllText(value[1..]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CommandException.Usage($"The file '{value[1..]}' of -F cannot be read. To send a text that begins with @, use -f.");
        }
    }

    private static (string Key, string Value) Split(string field)
    {
        int at = field.IndexOf('=');
        return at > 0
            ? (field[..at], field[(at + 1)..])
            : throw CommandException.Usage("A field is written key=value, for instance: -f page_size=5");
    }
}
