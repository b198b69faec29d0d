namespace HelpLightning.Cli.Webhooks;

/// <summary>What was done to events of an inbox.</summary>
/// <param name="Verb">The command.</param>
/// <param name="Count">To how many.</param>
internal sealed record InboxChange(string Verb, long Count);
