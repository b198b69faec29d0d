using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HelpLightning.Client;

/// <summary>From JSON at hand to objects, with an error that names the request.</summary>
internal static class JsonRows
{
    public static T? ReadOne<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, HelpLightningResponse response)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw response.NotJson(e);
        }
    }

    public static T? ReadOne<T>(JsonElement value, JsonTypeInfo<T> type, HelpLightningResponse response)
    {
        try
        {
            return value.Deserialize(type);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what text that is not UTF-8, or half a surrogate pair, ends in.
            throw response.NotJson(e);
        }
    }
}
