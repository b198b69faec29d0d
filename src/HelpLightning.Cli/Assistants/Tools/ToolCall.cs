using HelpLightning.Cli.Hosting;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>What a tool has while it is called.</summary>
internal sealed class ToolCall
{
    public required Host Host { get; init; }

    public required OpenAssistantSite Site { get; init; }

    /// <summary>The site's time, not this machine's.</summary>
    public required DateTimeOffset Now { get; init; }

    public required Arguments Arguments { get; init; }

    /// <summary>Told how far it is, for whoever waits.</summary>
    public required Action<int, string> Progress { get; init; }

    /// <summary>
    /// Asks the person in front of the assistant, and returns only when the answer is yes: what follows sends mail to people.
    /// </summary>
    public required Func<string, CancellationToken, Task> ConfirmAsync { get; init; }

    /// <summary>May anything be changed?</summary>
    public required bool AllowsWrites { get; init; }

    public EnterpriseClient Client => Site.Client;
}
