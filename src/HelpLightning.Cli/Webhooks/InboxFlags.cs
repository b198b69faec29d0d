using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Webhooks;
using HelpLightning.Webhooks.Sqlite;

namespace HelpLightning.Cli.Webhooks;

/// <summary>Which inbox is meant.</summary>
/// <param name="host">Where its file is.</param>
/// <param name="description">What <c>--inbox</c> does for the command.</param>
internal sealed class InboxFlags(Host host, string description)
{
    private readonly Option<string?> _file = new("--inbox") { HelpName = "FILE", Description = description };

    public void AddTo(Command command) => command.Add(_file);

    /// <summary>What to type after another command so that it means the same inbox; null when this one ends with the command.</summary>
    public string? Typed(ParseResult parsed) => parsed.GetValue(_file) is { } file ? $"{_file.Name} {Shell.ShellWord.Path(file)}" : null;

    /// <summary>For people.</summary>
    public string Describe(ParseResult parsed) =>
        parsed.GetValue(_file) ?? $"in memory: what is not handled when this stops is gone ({_file.Name} FILE keeps it)";

    /// <summary>To receive into and to work on; one that ends with the command where none is named.</summary>
    public IWebhookInbox OpenToReceive(ParseResult parsed) => Open(
        () => parsed.GetValue(_file) is { } file ? SqliteInbox.Open(PathTo(file), Options()) : SqliteInbox.OpenInMemory(Options()));

    /// <summary>To look at and to change, while a receiver runs on it or not.</summary>
    public IWebhookInbox OpenToAdminister(ParseResult parsed) => Open(() => SqliteInbox.OpenToAdminister(
        PathTo(parsed.GetValue(_file) ?? throw CommandException.Usage($"Which inbox? Give {_file.Name} FILE, as the receiver has it.")),
        Options()));

    private static IWebhookInbox Open(Func<IWebhookInbox> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is InboxUnavailableException or InvalidDataException)
        {
            throw CommandException.Configuration(e.Message);
        }
    }

    private InboxOptions Options() => new() { TimeProvider = host.Clock };

    private string PathTo(string file)
    {
        string path = host.PathTo(file);
        return Directory.Exists(path)
            ? throw CommandException.Configuration($"'{file}' is a folder, and {_file.Name} wants a file.")
            : path;
    }
}
