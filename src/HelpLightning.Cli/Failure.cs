using HelpLightning.Cli.Terminal;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli;

/// <summary>From an exception to a message on standard error and an exit code.</summary>
internal static class Failure
{
    public static int Report(Exception exception, Screen screen)
    {
        switch (exception)
        {
            case CommandException e:
                screen.Fail(e.Message);
                return e.ExitCode;
            case PartnerKeyException e:
                screen.Fail(e.Message);
                return ExitCode.Configuration;
            case HelpLightningConfigurationException e:
                screen.Fail(InHlsWords(e.Message));
                return ExitCode.Configuration;
            case HelpLightningAuthenticationException e:
                screen.Fail(e.Message);
                return ExitCode.NotAuthenticated;
            case HelpLightningUnreachableException e:
                screen.Fail(e.Message);
                return ExitCode.Unreachable;
            case HelpLightningException e:
                screen.Fail(e.Message);
                return ExitCode.Refused;
            case OperationCanceledException:
                screen.Note("Interrupted.");
                return ExitCode.Interrupted;
            case IOException or UnauthorizedAccessException:
                screen.Fail(exception.Message);
                return ExitCode.Configuration;
            default:
                // A text from the depths could hold anything, so only its kind is shown.
                screen.Fail($"hl failed in a way nobody foresaw ({exception.GetType().Name}). Please report it with the command, leaving out keys and tokens.");
                return ExitCode.Refused;
        }
    }

    /// <summary>The library names its settings as configuration does; at a prompt they are variables.</summary>
    private static string InHlsWords(string message) => message
        .Replace("HelpLightning:ApiKey", Settings.Variables.ApiKey, StringComparison.Ordinal)
        .Replace("HelpLightning:BaseUrl", $"--api-url (or {Settings.Variables.ApiUrl})", StringComparison.Ordinal);
}
