using System.CommandLine;

namespace HelpLightning.Cli;

/// <summary>A command with examples, which its help shows.</summary>
internal sealed class HlCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Ctrl-C must end a command that waits for its standard input, and a busy machine must have time to say so.</summary>
    public static readonly TimeSpan UsualTimeToStop = TimeSpan.FromSeconds(5);

    /// <summary>For commands that have files to put away.</summary>
    public static readonly TimeSpan TimeToTidyUp = TimeSpan.FromSeconds(15);

    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>How long it has after Ctrl-C before it is ended.</summary>
    public TimeSpan TimeToStop { get; init; } = UsualTimeToStop;
}
