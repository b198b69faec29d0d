using System.Net;
using System.Text.Json.Serialization;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox;

/// <summary>Where the sandbox posts events to. It gets every category of one type, as with Help Lightning.</summary>
public sealed class SandboxWebhook
{
    /// <summary>Https, or http to loopback.</summary>
    public required Uri PayloadUrl { get; init; }

    /// <summary>The one type that it gets; add another webhook for the other.</summary>
    public SandboxEventType EventType { get; init; } = SandboxEventType.Call;

    /// <summary>Signs each body (HMAC-SHA256 in <c>x-helplightning-signature</c>), 1 to 512 characters; null for no signature.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public string? Secret { get; init; }

    /// <summary>
    /// The site or workspace whose events it gets; null for the sandbox's site. With
    /// <see cref="HelpLightningSandboxOptions.SiteWebhooksHearWorkspaces"/> that of the site gets those of its workspaces too.
    /// </summary>
    public SiteId? Site { get; init; }

    /// <summary>Says where to, never the secret.</summary>
    public override string ToString() => $"{EventType} events to {PayloadUrl}{(Secret is null ? "" : ", signed")}";

    /// <exception cref="FormatException">The message names what is wrong.</exception>
    internal void Check()
    {
        if (!PayloadUrl.IsAbsoluteUri || PayloadUrl.Scheme is not ("http" or "https"))
        {
            throw new FormatException(
                "The payload URL of a webhook is a whole address, such as https://example.com/hook or http://127.0.0.1:9000/hook.");
        }

        if (PayloadUrl.Scheme == "http" && !IsLoopback(PayloadUrl.IdnHost))
        {
            throw new FormatException(
                "The payload URL of a webhook is https, as Help Lightning requires; http is only for receivers on this machine, and "
                + $"'{PayloadUrl.IdnHost}' is none.");
        }

        if (PayloadUrl.UserInfo.Length > 0)
        {
            throw new FormatException("The payload URL of a webhook carries no user name and password: it is shown in logs.");
        }

        if (Secret is { Length: 0 or > 512 })
        {
            throw new FormatException("The secret of a webhook has 1 to 512 characters.");
        }

        if (!Enum.IsDefined(EventType))
        {
            throw new FormatException("The event type of a webhook is call or session.");
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
