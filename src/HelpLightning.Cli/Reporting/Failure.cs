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

        int? exitCode = exception switch
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
        screen.Fail(exception switch
        {
            OperationCanceledException => "Interrupted.",
            HelpLightningException e => HlsWords.Of(e),
            PartnerKeyException e => KeyAdvice.Of(e),
            _ when exitCode is not null => exception.Message,

            // A text from the depths could hold anything, so only its kind is shown.
            _ =>
                $"hl failed in a way nobody foresaw ({exception.GetType().Name}). "
                + "Please report it with the command, leaving out keys and tokens.",
        });
        if (isVerbose && FailureDetails.Of(exception) is { Count: > 0 } details)
        {
            Facts.Write(screen.Error, screen.ErrorHasColor, [.. details]);
        }

        return exitCode ?? ExitCode.Refused;
    }
}
