using System.Text.Json;
using System.Text.Json.Serialization;
using HelpLightning.Equality;

namespace HelpLightning.Client;

/// <summary>A message in a help thread.</summary>
public sealed record HelpThreadMessage : ApiObject
{
    private readonly EqualJson _metadata;

    /// <summary>The message's number; numbers grow.</summary>
    public long Id { get; init; }

    /// <summary>Its other id.</summary>
    public string? Uuid { get; init; }

    /// <summary><c>Text</c>, <c>Image</c>, <c>Video</c>, <c>Audio</c>, <c>Document</c>, <c>QRMessage</c>; others may exist.</summary>
    public string? Type { get; init; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Who sent it.</summary>
    [JsonPropertyName("user")]
    public Reference? Sender { get; init; }

    /// <summary>What it says: of <c>Text</c> the message, of <c>QRMessage</c> its text; null for others.</summary>
    public string? Text { get => field ?? Part("message"); init; }

    /// <summary>The title of a <c>QRMessage</c>.</summary>
    public string? Title { get => field ?? Part("title"); init; }

    /// <summary>The name of a file.</summary>
    public string? FileName { get => field ?? Part("filename"); init; }

    /// <summary>Where a file lies; whoever knows the address may be able to read it.</summary>
    [JsonIgnore]
    public Uri? Url => Part("url") is { } url && Uri.TryCreate(url, UriKind.Absolute, out Uri? address) ? address : null;

    /// <summary>
    /// All that the message holds, the address of its file included. The wire has it as JSON inside a text; here it is JSON.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public JsonElement? Metadata { get => _metadata.Element; init => _metadata = new(EmbeddedJson.Of(value)); }

    internal override RowKey? Key => RowKey.Of(Id);

    private protected override string Summary => $"Id = {Id}, Type = {Type}, SentAt = {SentAt:u}";

    private string? Part(string name) =>
        Metadata is { ValueKind: JsonValueKind.Object } metadata
            && metadata.TryGetProperty(name, out JsonElement part)
            && part.ValueKind == JsonValueKind.String
            ? part.GetString()
            : null;
}
