using System.CommandLine;

namespace HelpLightning.Cli.Settings;

/// <summary>An option that says which Help Lightning to call and as whom. Help shows these apart: every command has them.</summary>
internal sealed class ConnectionOption<T>(string name, params string[] aliases) : Option<T>(name, aliases), IConnectionOption;

internal interface IConnectionOption;
