using HelpLightning.Cli.Terminal;
using HelpLightning.Client;
using HelpLightning.Export;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli;

/// <summary>From an exception to a message on standard error and an exit code.</summary>
internal static class Failure
{
    public static int Report(Exception exception, Screen screen)
    {
        if (exception is Calling.WithheldCall)
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
            PartnerKeyException or HelpLightningConfigurationException or ExportException or IOException or UnauthorizedAccessException => ExitCode.Configuration,
            HelpLightningAuthenticationException => ExitCode.NotAuthenticated,
            HelpLightningUnreachableException => ExitCode.Unreachable,
            HelpLightningException => ExitCode.Refused,
            OperationCanceledException => ExitCode.Interrupted,
            _ => null,
        };
        screen.Fail(exception switch
        {
            OperationCanceledException => "Interrupted.",
            HelpLightningConfigurationException => InHlsWords(exception.Message),
            _ when exitCode is not null => exception.Message,

            // A text from the depths could hold anything, so only its kind is shown.
            _ => $"hl failed in a way nobody foresaw ({exception.GetType().Name}). Please report it with the command, leaving out keys and tokens.",
        });
        return exitCode ?? ExitCode.Refused;
    }

    /// <summary>The library names its settings as configuration does; at a prompt they are variables.</summary>
    public static string InHlsWords(string message) => message
        .Replace("HelpLightning:ApiKey", Settings.Variables.ApiKey, StringComparison.Ordinal)
        .Replace("HelpLightning:BaseUrl", $"--api-url (or {Settings.Variables.ApiUrl})", StringComparison.Ordinal);
}
