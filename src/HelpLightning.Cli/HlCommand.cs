using System.CommandLine;

namespace HelpLightning.Cli;

/// <summary>A command with examples, which its help shows.</summary>
internal sealed class HlCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
