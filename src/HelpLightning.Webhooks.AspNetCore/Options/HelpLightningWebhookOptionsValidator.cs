using Microsoft.Extensions.Options;

namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>Refuses to start with settings that cannot be meant.</summary>
internal sealed class HelpLightningWebhookOptionsValidator : IValidateOptions<HelpLightningWebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, HelpLightningWebhookOptions options)
    {
        List<string> faults = [];
        bool hasSecrets = options.Secrets.Count > 0 || options.SecretFiles.Count > 0;
        if (!hasSecrets && !options.AllowUnsigned)
        {
            faults.Add(
                "No webhook secret is set, so that every event would be refused. Set SecretFiles (or Secrets) to the secret that was typed "
                + "into Help Lightning's Developer tab; or set AllowUnsigned, if anybody may send events.");
        }

        if (hasSecrets && options.AllowUnsigned)
        {
            faults.Add("AllowUnsigned is set beside secrets, which would be worth nothing then. Take one of them away.");
        }

        if (options.Secrets.FirstOrDefault(static s => s.Value is null or "") is { Key: { } empty })
        {
            faults.Add($"The webhook secret '{empty}' is empty. Set it, or take it away.");
        }

        Check(faults, nameof(options.MaxBodySize), options.MaxBodySize, 1024, 100 * 1024 * 1024);
        Check(faults, nameof(options.BodyTimeout), options.BodyTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        try
        {
            options.ForInbox(TimeProvider.System).Check();
            options.ForWorker(TimeProvider.System).Check();
        }
        catch (ArgumentOutOfRangeException e)
        {
            faults.Add(e.Message);
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Check<T>(List<string> faults, string name, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            faults.Add($"{name} is {value}; it has to be {least} to {most}.");
        }
    }
}
