using System.CommandLine;

namespace HelpLightning.Cli.Help;

/// <summary>Commands that belong together, under a heading of their own in help and in the manual.</summary>
internal sealed record CommandSection(string Title, params Command[] Commands);
