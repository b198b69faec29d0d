namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>How the reading of a body ended.</summary>
internal enum BodyOutcome
{
    Read,
    TooLarge,
    TooSlow,
}
