using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>A recording, a screen capture or a file of a call.</summary>
public sealed record Attachment : ApiObject
{
    /// <summary>The attachment id.</summary>
    public long Id { get; init; }

    /// <summary>Its other id.</summary>
    public string? Uuid { get; init; }

    /// <summary>Where it came from: <c>incall</c> and others.</summary>
    public string? Type { get; init; }

    /// <summary>
    /// The file's name, as somebody chose it; others of the call may have the same. Make it safe with <see cref="SafeFileName"/> before you
    /// use it as one.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>The kind of content, such as <c>image/jpeg</c>.</summary>
    public string? MimeType { get; init; }

    /// <summary>Where a small picture of it lies.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public Uri? Thumbnail { get; init; }

    /// <summary>
    /// Where the file lies; whoever knows the address can read it until it expires. Null when there is nothing (yet, or
    /// any more: sites delete recordings after a while). What the server gives instead of a web address is kept as it came, and cannot be
    /// downloaded.
    /// </summary>
    [JsonConverter(typeof(FileUriConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public Uri? SignedUrl { get; init; }

    /// <summary>Its state; empty in all that was seen.</summary>
    public string? Status { get; init; }

    /// <summary>The call that it belongs to, when it came from <see cref="AttachmentsClient"/>.</summary>
    public CallId? CallId { get; init; }

    internal override RowKey? Key => RowKey.Of(Id);

    private protected override string Summary => $"Id = {Id}, Name = {Name}, Type = {MimeType}";
}
