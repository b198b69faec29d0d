using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>The wire's JSON, generated at build time: snake_case, lenient in reading.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(LenientInt64Converter), typeof(LenientTimeConverter), typeof(LenientTextConverter), typeof(LenientBooleanConverter)])]
[JsonSerializable(typeof(User))]
internal sealed partial class ApiJson : JsonSerializerContext;
