using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Progress;
using HelpLightning.Client;

namespace HelpLightning.Cli.Invitations;

/// <summary>
/// Invites people one after another, with a result for each that is printed at once. Who is there already is skipped, so the
/// same file can be run again after a failure.
/// </summary>
internal sealed class BulkInvitation(UsersClient users, Host host, RowPrinter<InvitationResult> printer, bool isDryRun)
{
    private const string Invited = "invited";
    private const string WouldInvite = "would invite";
    private const string Exists = "exists";
    private const string Failed = "failed";

    private readonly Dictionary<string, int> _counts = [];

    public async Task<int> RunAsync(IReadOnlyList<InvitationRow> rows, CancellationToken cancellation)
    {
        int done = 0;
        try
        {
            using ProgressLine progress = new(host);
            foreach (InvitationRow row in rows)
            {
                InvitationResult result = await InviteAsync(row, cancellation);
                _counts[result.Result] = _counts.GetValueOrDefault(result.Result) + 1;
                printer.Print(result);
                printer.Flush();
                progress.Show(++done);
            }
        }
        catch when (rows.Count > 1)
        {
            printer.Finish();
            host.Screen.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"Stopped after {done:N0} of {rows.Count:N0} people. To go on, run the same command: who is there already is skipped."));
            throw;
        }

        printer.Finish();
        SayHowItWent(rows.Count);
        return _counts.ContainsKey(Failed) ? ExitCode.Refused : ExitCode.Done;
    }

    private void SayHowItWent(int rows)
    {
        if (rows > 1)
        {
            string[] parts = [.. new[] { Invited, WouldInvite, Exists, Failed }.Where(_counts.ContainsKey)
                .Select(result => string.Create(CultureInfo.InvariantCulture, $"{_counts[result]:N0} {result}"))];
            host.Screen.Note($"{string.Join(", ", parts)}.");
        }

        if (_counts.ContainsKey(Failed))
        {
            host.Screen.Note("To try those that failed again, run the same command: who is there already is skipped.");
        }
    }

    private async Task<InvitationResult> InviteAsync(InvitationRow row, CancellationToken cancellation)
    {
        InvitationResult Result(string result, long? userId = null, string? message = null) =>
            new(row.Email, row.Invitation.Name, result, userId, row.Line, message);
        try
        {
            if (await users.FindByEmailAsync(row.Email, cancellation) is { } there)
            {
                return Result(Exists, there.Id);
            }

            if (isDryRun)
            {
                return Result(WouldInvite);
            }

            User user = await users.InviteAsync(row.Invitation, cancellation);
            return Result(Invited, user.Id == 0 ? null : user.Id);
        }
        catch (HelpLightningConflictException e)
        {
            return Result(Exists, message: e.VendorMessage);
        }
        catch (HelpLightningApiException e) when (row.Line is not null && !ConcernsAll(e))
        {
            return Result(Failed, message: e.Message);
        }
    }

    /// <summary>The next person would be refused as well.</summary>
    private static bool ConcernsAll(HelpLightningApiException failure) =>
        failure is HelpLightningAuthenticationException or HelpLightningPermissionException or HelpLightningRateLimitedException;
}
