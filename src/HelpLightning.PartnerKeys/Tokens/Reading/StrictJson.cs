using System.Text.Json;
using System.Text.Unicode;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// The checks on a JSON text that the quick readers of header and claims leave out because our own tokens never need
/// them: duplicate members at any depth, however escaped (RFC 7515 section 4, RFC 7519 section 4), and escaped lone
/// surrogates, which no UTF-8 can hold. The platform's JSON types throw <see cref="InvalidOperationException"/> on those,
/// and only when the text is asked for: what has passed here can be asked for anything.
/// </summary>
internal static class StrictJson
{
    public const int MaxDepth = 16;

    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <returns>Null when the text is sound, else what is wrong in words.</returns>
    public static string? Check(ReadOnlySpan<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.ToArray(), DocumentOptions);
            ReadEveryString(document.RootElement);
            return null;
        }
        catch (JsonException)
        {
            return "a member is there twice, or the JSON is broken";
        }
        catch (InvalidOperationException)
        {
            return "a string holds half of a surrogate pair";
        }
    }

    /// <summary>For those who only look: an object of which every string can be shown. Members may be there twice.</summary>
    /// <returns>Null when it is one, else what it is instead, after "its header" or "its claims".</returns>
    public static string? CheckForLooking(byte[] json)
    {
        if (!Utf8.IsValid(json))
        {
            return "not UTF-8";
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            ReadEveryString(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object ? null : "JSON, but not an object";
        }
        catch (JsonException)
        {
            return "not JSON";
        }
        catch (InvalidOperationException)
        {
            return "no text: a string in it holds half of a surrogate pair";
        }
    }

    private static void ReadEveryString(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    ReadEveryString(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadEveryString(member.Value);
                }

                break;
            default:
                break;
        }
    }
}
