using HelpLightning.Cli.Output;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>An event of an inbox, to be printed.</summary>
/// <param name="Event">The event.</param>
/// <param name="Now">What its next attempt is told from.</param>
internal sealed record InboxRow(InboxEvent Event, DateTimeOffset Now)
{
    /// <summary>Its body, where it is printed with the rest.</summary>
    public FieldValue Body { get; init; }
}
