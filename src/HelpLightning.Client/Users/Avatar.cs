using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>Addresses of a picture; null when there is none.</summary>
public sealed record Avatar
{
    /// <summary>The picture as it was uploaded. Contacts and groups on call name it <c>url</c>, everything else <c>original</c>.</summary>
    public Uri? Original { get => field ?? Url; init; }

    /// <summary>A small one.</summary>
    public Uri? Thumb { get; init; }

    [JsonInclude]
    internal Uri? Url { get; init; }
}
