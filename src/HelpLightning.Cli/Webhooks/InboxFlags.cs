using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Shell;
using HelpLightning.Webhooks;
using HelpLightning.Webhooks.PostgreSql;
using HelpLightning.Webhooks.Sqlite;

namespace HelpLightning.Cli.Webhooks;

/// <summary>
/// Which inbox is meant: a SQLite file, or a PostgreSQL database, whose connection string holds a password and so is never typed.
/// </summary>
/// <param name="host">Where files and variables are.</param>
/// <param name="description">What <c>--inbox</c> is to the command.</param>
internal sealed class InboxFlags(Host host, string description)
{
    private readonly Option<string?> _file = new("--inbox") { HelpName = "FILE", Description = description };

    private readonly Option<string?> _postgres = new("--postgres-file")
    {
        HelpName = "FILE",
        Description = $"The same in PostgreSQL: a file whose first line is the connection string [env: {Variables.WebhookPostgres}]",
    };

    private readonly Option<string> _schema = new("--postgres-schema")
    {
        HelpName = "NAME",
        Description = "The schema of its tables",
        DefaultValueFactory = _ => new PostgreSqlInboxOptions().SchemaName,
    };

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_postgres);
        command.Add(_schema);
    }

    /// <summary>What to type after another command so that it means the same inbox; null when this one ends with the command.</summary>
    public string? Typed(ParseResult parsed) => parsed.GetValue(_file) is { } file ? $"{_file.Name} {ShellWord.Path(file)}"
        : parsed.GetValue(_postgres) is { } postgres ? $"{_postgres.Name} {ShellWord.Path(postgres)}{TypedSchema(parsed)}"
        : host.TrimmedVariable(Variables.WebhookPostgres) is not null ? $"the same {Variables.WebhookPostgres}{TypedSchema(parsed)}"
        : null;

    /// <summary>For people.</summary>
    public string Describe(ParseResult parsed) => parsed.GetValue(_file) ?? (Typed(parsed) is null
        ? $"in memory: what is not handled when this stops is gone ({_file.Name} FILE keeps it)"
        : $"PostgreSQL, schema {parsed.GetValue(_schema)}");

    /// <summary>To receive into and to work on; one that ends with the command where none is named.</summary>
    public Task<IWebhookInbox> OpenToReceiveAsync(ParseResult parsed, CancellationToken cancellationToken) => OpenAsync(
        parsed,
        file => file is null ? SqliteInbox.OpenInMemory(Options()) : SqliteInbox.Open(PathTo(file), Options()),
        cancellationToken);

    /// <summary>To look at and to change, while a receiver runs on it or not.</summary>
    public Task<IWebhookInbox> OpenToAdministerAsync(ParseResult parsed, CancellationToken cancellationToken) => OpenAsync(
        parsed,
        file => SqliteInbox.OpenToAdminister(
            PathTo(file ?? throw CommandException.Usage(
                $"Which inbox? Give {_file.Name} FILE, as the receiver has it; or {_postgres.Name} FILE for one in PostgreSQL.")),
            Options()),
        cancellationToken);

    private async Task<IWebhookInbox> OpenAsync(
        ParseResult parsed, Func<string?, IWebhookInbox> openFile, CancellationToken cancellationToken)
    {
        string? file = parsed.GetValue(_file);
        string? postgres = parsed.GetValue(_postgres);
        if (file is not null && postgres is not null)
        {
            throw CommandException.Usage($"{_file.Name} and {_postgres.Name} are two inboxes: keep one.");
        }

        string? connection = file is not null ? null
            : postgres is not null ? SecretFile.FirstLine(host.PathTo(postgres), _postgres.Name, "connection string")
            : host.TrimmedVariable(Variables.WebhookPostgres);
        string origin = postgres is null ? Variables.WebhookPostgres : _postgres.Name;
        try
        {
            return connection is null ? openFile(file) : await OpenPostgresAsync(parsed, connection, origin, cancellationToken);
        }
        catch (InboxUnavailableException e) when (connection is null)
        {
            throw CommandException.Configuration(e.Message);
        }
        catch (InvalidDataException e)
        {
            throw CommandException.Configuration(e.Message);
        }
    }

    private async Task<IWebhookInbox> OpenPostgresAsync(
        ParseResult parsed, string connection, string origin, CancellationToken cancellationToken)
    {
        PostgreSqlInboxOptions options = new() { SchemaName = parsed.GetValue(_schema)!, Inbox = Options() };
        try
        {
            return await PostgreSqlInbox.OpenAsync(connection, options, cancellationToken);
        }
        catch (ArgumentException e) when (e.ParamName == nameof(options.SchemaName))
        {
            throw CommandException.Usage($"{_schema.Name} wants 1 to 63 characters: a to z, digits and underscores, no digit first.");
        }
        catch (ArgumentException)
        {
            // What it was is not repeated: it holds a password.
            throw CommandException.Configuration(
                $"What {origin} holds is no connection string of PostgreSQL, such as "
                + "Host=localhost;Database=hooks;Username=hl;Password=...");
        }
    }

    private string TypedSchema(ParseResult parsed) => parsed.GetResult(_schema) is { Implicit: false }
        ? $" {_schema.Name} {ShellWord.Quote(parsed.GetValue(_schema)!)}"
        : "";

    private InboxOptions Options() => new() { TimeProvider = host.Clock };

    private string PathTo(string file)
    {
        string path = host.PathTo(file);
        return Directory.Exists(path)
            ? throw CommandException.Configuration($"'{file}' is a folder, and {_file.Name} wants a file.")
            : path;
    }
}
