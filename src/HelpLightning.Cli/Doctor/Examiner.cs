using System.Runtime.CompilerServices;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Reporting;
using HelpLightning.Cli.Settings;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Doctor;

/// <summary>Makes the checks one after another. One that rests on another that failed is skipped.</summary>
internal static class Examiner
{
    public static async IAsyncEnumerable<CheckResult> RunAsync(
        IEnumerable<Check> checks, Examination examination, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // From a check that did not go well to the one at the root of it.
        Dictionary<string, string> causes = [];
        foreach (Check check in checks)
        {
            if (check.Needs.FirstOrDefault(causes.ContainsKey) is { } missing)
            {
                causes[check.Name] = causes[missing];
                yield return check.Skipped($"not checked, because of: {causes[missing]}");
                continue;
            }

            CheckResult result = await RunAsync(check, examination, cancellationToken);
            if (result.Status == CheckStatus.Failed)
            {
                causes[check.Name] = check.Name;
            }

            yield return result;
        }
    }

    private static async Task<CheckResult> RunAsync(Check check, Examination examination, CancellationToken cancellationToken)
    {
        try
        {
            return await check.RunAsync(examination, cancellationToken);
        }
        catch (CommandException e)
        {
            return check.FailedWith(e.Message, e.ExitCode);
        }
        catch (HelpLightningConfigurationException e)
        {
            return check.FailedWith(HlsWords.Of(e), ExitCode.Configuration);
        }
        catch (PartnerKeyException e)
        {
            return check.FailedWith(KeyAdvice.Of(e), ExitCode.Configuration);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return check.FailedWith(e.Message, ExitCode.Configuration);
        }
    }
}
