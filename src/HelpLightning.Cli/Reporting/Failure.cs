using System.Net;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;
using HelpLightning.Export;
using HelpLightning.PartnerKeys;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Reporting;

/// <summary>From an exception to a message on standard error and an exit code.</summary>
internal static class Failure
{
    /// <summary>Can the same command end otherwise when it is run again? What is not there, or was asked for wrongly, stays so.</summary>
    public static bool MayPass(Exception exception) => exception switch
    {
        HelpLightningNotFoundException => false,
        HelpLightningApiException
        {
            Status: HttpStatusCode.Unauthorized or HttpStatusCode.RequestTimeout
            or HttpStatusCode.TooManyRequests
        } => true,
        HelpLightningApiException { Status: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError } => false,
        _ => true,
    };

    /// <param name="exception">What ended the command.</param>
    /// <param name="isVerbose">Tell the rest too.</param>
    /// <param name="screen">Where it is told.</param>
    public static int Report(Exception exception, bool isVerbose, Screen screen)
    {
        if (exception is WithheldCall)
        {
            return ExitCode.Done;
        }

        if (exception is OutputClosedException)
        {
            return ExitCode.OutputClosed;
        }

        int? exitCode = ExitCodeOf(exception);
        screen.Fail(Words(exception, exitCode is not null));
        if (isVerbose && FailureDetails.Of(exception) is { Count: > 0 } details)
        {
            Facts.Write(screen.Error, screen.ErrorHasColor, [.. details]);
        }

        return exitCode ?? ExitCode.Refused;
    }

    /// <summary>What went wrong and what to do, for whoever is not told an exit code.</summary>
    public static string Words(Exception exception) => Words(exception, ExitCodeOf(exception) is not null);

    private static string Words(Exception exception, bool isKnown) => exception switch
    {
        OperationCanceledException => "Interrupted.",
        HelpLightningException e => HlsWords.Of(e),
        PartnerKeyException e => KeyAdvice.Of(e),
        _ when isKnown => exception.Message,

        // A text from the depths could hold anything, so only its kind is shown.
        _ =>
            $"hl failed in a way nobody foresaw ({exception.GetType().Name}). "
            + "Please report it with the command, leaving out keys and tokens.",
    };

    private static int? ExitCodeOf(Exception exception) => exception switch
    {
        CommandException e => e.ExitCode,
        PartnerKeyException or PartnerSigningException or HelpLightningConfigurationException or ExportException =>
            ExitCode.Configuration,
        IOException or UnauthorizedAccessException => ExitCode.Configuration,
        HelpLightningAuthenticationException => ExitCode.NotAuthenticated,
        HelpLightningUnreachableException or InboxUnavailableException => ExitCode.Unreachable,
        HelpLightningException => ExitCode.Refused,
        OperationCanceledException => ExitCode.Interrupted,
        _ => null,
    };
}
