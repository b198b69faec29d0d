using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HelpLightning.Client;

/// <summary>
/// From JSON at hand to objects, with an error that names the request. JSON is at hand when its text can be read: <see cref="JsonText"/>.
/// </summary>
internal static class JsonRows
{
    public static T? ReadOne<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, HelpLightningResponse response)
    {
        if (!JsonText.IsSound(json))
        {
            throw response.NotJson(null);
        }

        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException e)
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
        catch (JsonException e)
        {
            throw response.NotJson(e);
        }
    }
}
