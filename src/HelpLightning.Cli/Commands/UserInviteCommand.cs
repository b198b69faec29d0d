using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Invitations;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl users invite</c>: one person, or those of a file.</summary>
internal static class UserInviteCommand
{
    private static readonly RowShape<InvitationResult> Shape = new("invitations",
        new("email", static r => r.Email, InTable: true),
        new("name", static r => r.Name, InTable: true),
        new("result", static r => r.Result, InTable: true),
        new("user_id", static r => r.UserId, InTable: true),
        new("line", static r => r.Line, InTable: true),
        new("message", static r => r.Message, InTable: true));

    public static Command Build(Host host)
    {
        Argument<string?> email = new("EMAIL") { Description = "Whom to invite", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> name = new("--name") { HelpName = "NAME", Description = "The person's full name" };
        Option<string?> from = new("--from")
        {
            HelpName = "FILE",
            Description = "A CSV with the columns email and name (E-Mail, Full name, First name and Last name will do); "
                + "further columns go along as fields of the API. - reads standard input",
        };
        HlCommand command = new("invite", "Invite people, who get an e-mail; those who are there already are skipped",
            "hl users invite ann@example.com --name \"Ann Ames\"",
            "hl users invite --from people.csv --dry-run",
            "hl users invite --from people.csv --yes -o csv > invited.csv")
        {
            email, name, from,
        };
        ConnectionFlags connection = new(host, writes: true);
        OutputFlags<InvitationResult> output = new(host, Shape, connection.Settings);
        ConfirmationFlag confirmation = new(host);
        output.AddTo(command);
        confirmation.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            InvitationList list = Read(host, parsed.GetValue(email), parsed.GetValue(name), parsed.GetValue(from));
            IReadOnlyList<InvitationRow> rows = list.Rows;
            bool isDryRun = connection.IsDryRun(parsed);
            if (connection.IsWithheld(parsed) && !isDryRun && rows.Count != 1)
            {
                throw CommandException.Usage("--curl prints one call; give one EMAIL instead of --from.");
            }

            using RowPrinter<InvitationResult> printer = output.Open(parsed);
            using ApiSession session = connection.Open(parsed);
            BulkInvitation invitation = new(session.Client.Users, host, printer, isDryRun);
            if (rows.Count > 0 && !connection.IsWithheld(parsed))
            {
                confirmation.Require(parsed,
                    rows.Count == 1 ? $"Invite {rows[0].Email} by e-mail?" : $"Invite {rows.Count:N0} people by e-mail?");
            }

            if (isDryRun && list.Columns is { } columns)
            {
                host.Screen.Note(columns.ToString());
            }

            return await invitation.RunAsync(rows, cancellation);
        });
        return command;
    }

    private static InvitationList Read(Host host, string? email, string? name, string? from)
    {
        if (from is not null)
        {
            return email is null && name is null
                ? InvitationFile.Read(host, from)
                : throw CommandException.Usage("Give one EMAIL with --name, or --from FILE; not both.");
        }

        return email is null ? throw CommandException.Usage("Whom? Give an e-mail address, or many with --from FILE.")
            : string.IsNullOrWhiteSpace(name)
                ? throw CommandException.Usage("--name is missing: Help Lightning wants the person's full name.")
            : InvitationRow.Problem(email.Trim(), name.Trim()) is { } problem ? throw CommandException.Usage($"{problem}.")
            : new InvitationList([new InvitationRow(null, new UserInvitation { Email = email.Trim(), Name = name.Trim() })]);
    }
}
