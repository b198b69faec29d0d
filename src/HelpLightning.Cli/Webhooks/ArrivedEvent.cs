using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>An event that came just now.</summary>
/// <param name="Incoming">The event.</param>
/// <param name="Result">Is it new?</param>
internal sealed record ArrivedEvent(IncomingEvent Incoming, IntakeResult Result);
