using System.CommandLine;
using System.CommandLine.Completions;

namespace HelpLightning.Cli.Syntax;

/// <summary>A command with examples, which its help shows.</summary>
internal sealed class HlCommand : Command
{
    /// <summary>What the hand types for list by itself. Help and completion show the one name.</summary>
    private const string HandsName = "ls";

    /// <summary>Ctrl-C must end a command that waits for its standard input, and a busy machine must have time to say so.</summary>
    public static readonly TimeSpan UsualTimeToStop = TimeSpan.FromSeconds(5);

    /// <summary>For commands that have files to put away.</summary>
    public static readonly TimeSpan TimeToTidyUp = TimeSpan.FromSeconds(15);

    public HlCommand(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
        if (name == "list")
        {
            Aliases.Add(HandsName);
        }
    }

    public IReadOnlyList<string> Examples { get; }

    /// <summary>How long it has after Ctrl-C before it is ended.</summary>
    public TimeSpan TimeToStop { get; init; } = UsualTimeToStop;

    public override IEnumerable<CompletionItem> GetCompletions(CompletionContext context) =>
        base.GetCompletions(context).Where(static item => item.Label != HandsName);
}
