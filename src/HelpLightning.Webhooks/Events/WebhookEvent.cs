using System.Text.Json;
using HelpLightning.Equality;

namespace HelpLightning.Webhooks;

/// <summary>
/// What a webhook tells. <see cref="Read"/> gives the most exact type there is: <see cref="CallStarted"/>, <see cref="CallEnded"/>,
/// <see cref="ParticipantJoined"/>, <see cref="ParticipantLeft"/>, <see cref="AttachmentCreated"/>; <see cref="CallEvent"/> for another
/// category of <c>call</c>; <see cref="SessionEvent"/>; <see cref="UnknownEvent"/> for the rest.
/// </summary>
public abstract record WebhookEvent
{
    private readonly EqualJson _data;

    private protected WebhookEvent()
    {
    }

    /// <summary>The vendor's <c>type</c>: <c>call</c>, <c>session</c>; null when the body says none.</summary>
    public string? Type { get; init; }

    /// <summary>The vendor's <c>category</c>, such as <c>started</c>; null when the body says none.</summary>
    public string? Category { get; init; }

    /// <summary>The vendor's <c>data</c> as it came, with what this version has no property for; undefined when there is none.</summary>
    public JsonElement Data
    {
        get => _data.Element ?? default;
        init => _data = new EqualJson(value);
    }

    /// <summary>Reads an event from the body of a request whose signature was checked.</summary>
    /// <exception cref="FormatException">The body is no JSON object.</exception>
    public static WebhookEvent Read(ReadOnlySpan<byte> body) => WebhookEventReader.Read(body);
}
