using System.Text.Json;
using System.Text.RegularExpressions;

namespace HelpLightning.Sandbox.Tests;

/// <summary>
/// Compares an answer with an example of the API: the same fields, no more and no fewer, of the same kinds. In the example a
/// text between slashes is a pattern, <c>null</c> allows anything, and a list with an element must not be empty.
/// </summary>
internal static class Shape
{
    public static void Require(string example, JsonElement actual, string at = "$")
    {
        using JsonDocument document = JsonDocument.Parse(example);
        Compare(document.RootElement, actual, at);
    }

    private static void Compare(JsonElement example, JsonElement actual, string at)
    {
        if (example.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        Assert.True(Kind(example) == Kind(actual), $"{at} is {actual.ValueKind} ({actual.GetRawText()}), expected {example.ValueKind}");
        switch (example.ValueKind)
        {
            case JsonValueKind.Object:
                string[] expected = [.. example.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)];
                string[] found = [.. actual.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)];
                Assert.True(expected.SequenceEqual(found), $"{at} has {string.Join(", ", found)}\nexpected {string.Join(", ", expected)}");
                foreach (JsonProperty property in example.EnumerateObject())
                {
                    Compare(property.Value, actual.GetProperty(property.Name), $"{at}.{property.Name}");
                }

                break;
            case JsonValueKind.Array when example.GetArrayLength() > 0:
                Assert.True(actual.GetArrayLength() > 0, $"{at} is empty");
                foreach (JsonElement element in actual.EnumerateArray())
                {
                    Compare(example[0], element, at + "[]");
                }

                break;
            case JsonValueKind.String when example.GetString() is ['/', .. string pattern, '/']:
                Assert.True(Regex.IsMatch(actual.GetString()!, pattern), $"{at} is \"{actual.GetString()}\", expected {pattern}");
                break;
            default:
                break;
        }
    }

    private static JsonValueKind Kind(JsonElement element) =>
        element.ValueKind == JsonValueKind.False ? JsonValueKind.True : element.ValueKind;
}
