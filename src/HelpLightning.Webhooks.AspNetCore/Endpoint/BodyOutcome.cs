namespace HelpLightning.Webhooks.AspNetCore.Endpoint;

/// <summary>How the reading of a body ended.</summary>
internal enum BodyOutcome
{
    Read,
    TooLarge,
    TooSlow,
}
