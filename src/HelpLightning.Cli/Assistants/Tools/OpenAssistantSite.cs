using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>The site that tools call.</summary>
/// <param name="Client">The site, or a workspace of it.</param>
/// <param name="Number">Its number.</param>
/// <param name="Kind">What it is, for a sentence.</param>
internal sealed record OpenAssistantSite(EnterpriseClient Client, long Number, string Kind);
