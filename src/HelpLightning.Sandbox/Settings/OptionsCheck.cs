using System.Net;
using HelpLightning.Sandbox.Faults;

namespace HelpLightning.Sandbox.Settings;

/// <summary>What must be true of the options; every error names the one that is wrong.</summary>
internal static class OptionsCheck
{
    /// <exception cref="ArgumentException">The message names the option.</exception>
    public static void Require(HelpLightningSandboxOptions options)
    {
        RequireClock(options);
        RequireWebhooks(options);
        RequireCount(options.LargestPageSize, 1, 1000, nameof(options.LargestPageSize));
        RequireSite(options);
        RequireAnswers(options);
        RequireCount(options.SeedUsers, 40, 1_000_000, nameof(options.SeedUsers));
        RequireCount(options.SeedGroups, 0, 10_000, nameof(options.SeedGroups));
        RequireCount(options.SeedCalls, 1, 10_000_000, nameof(options.SeedCalls));
        RequireLives(options);
        if (!Enum.IsDefined(options.Seed) || !Enum.IsDefined(options.ExpiredTokenAnswer))
        {
            throw new ArgumentException(
                $"{nameof(options.Seed)} and {nameof(options.ExpiredTokenAnswer)} must be one of their named values.");
        }
    }

    private static void RequireClock(HelpLightningSandboxOptions options)
    {
        TimeSpan farthest = TimeSpan.FromDays(36_500);
        if (options.ClockOffset.Duration() > farthest || options.DateSkew.Duration() > farthest)
        {
            throw new ArgumentException($"{nameof(options.ClockOffset)} and {nameof(options.DateSkew)} must be within 100 years.");
        }
    }

    private static void RequireWebhooks(HelpLightningSandboxOptions options)
    {
        if (options.WebhookTimeout <= TimeSpan.Zero || options.WebhookTimeout > TimeSpan.FromMinutes(5))
        {
            throw new ArgumentException($"{nameof(options.WebhookTimeout)} must be above 0 and at most 5 minutes.");
        }

        if (options.WebhookRetryDelays.Any(delay => delay < TimeSpan.Zero || delay > TimeSpan.FromDays(30)))
        {
            throw new ArgumentException($"{nameof(options.WebhookRetryDelays)} must each be from 0 to 30 days.");
        }

        RequireCount(options.WebhookDeliveriesKept, 1, 100_000, nameof(options.WebhookDeliveriesKept));
        try
        {
            foreach (SandboxFault fault in options.Faults)
            {
                FaultText.Check(fault);
            }

            foreach (SandboxWebhook webhook in options.Webhooks)
            {
                webhook.Check();
            }
        }
        catch (FormatException e)
        {
            throw new ArgumentException(e.Message, e);
        }
    }

    private static void RequireSite(HelpLightningSandboxOptions options)
    {
        if (options.SiteId.Value <= 0)
        {
            throw new ArgumentException($"{nameof(options.SiteId)} is not set: give a positive number such as 54344.");
        }

        if (options.ListenEndPoint is { } endPoint && !IPAddress.IsLoopback(endPoint.Address))
        {
            throw new ArgumentException(
                $"{nameof(options.ListenEndPoint)} {endPoint} is not a loopback address. "
                + "The sandbox is a test tool and stays off the network: use 127.0.0.1 or ::1.");
        }

        if (options.ApiKey is { } key && (key.Length is 0 or > 512 || key.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            throw new ArgumentException($"{nameof(options.ApiKey)} must have 1 to 512 visible ASCII characters and no space.");
        }
    }

    private static void RequireAnswers(HelpLightningSandboxOptions options)
    {
        if (options.ApiKeyRefusalStatus is not (400 or 401 or 403))
        {
            throw new ArgumentException($"{nameof(options.ApiKeyRefusalStatus)} must be 400, 401 or 403.");
        }

        if (options.WrongTokenKindStatus is not (400 or 401 or 403 or 404))
        {
            throw new ArgumentException($"{nameof(options.WrongTokenKindStatus)} must be 400, 401, 403 or 404.");
        }

        if (string.IsNullOrEmpty(options.UserPassword))
        {
            throw new ArgumentException($"{nameof(options.UserPassword)} must not be empty.");
        }
    }

    private static void RequireLives(HelpLightningSandboxOptions options)
    {
        RequireLife(options.SignInTokenLife, nameof(options.SignInTokenLife));
        RequireLife(options.IssuedTokenLife, nameof(options.IssuedTokenLife));
        RequireLife(options.FileAddressLife, nameof(options.FileAddressLife));
        if (options.ReportTime < TimeSpan.Zero || options.ReportTime > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"{nameof(options.ReportTime)} must be from 0 to a day.");
        }
    }

    private static void RequireCount(int? count, int least, int most, string name)
    {
        if (count < least || count > most)
        {
            throw new ArgumentException($"{name} must be from {least:N0} to {most:N0}.");
        }
    }

    private static void RequireLife(TimeSpan life, string name)
    {
        if (life < TimeSpan.FromSeconds(1) || life > TimeSpan.FromDays(3650))
        {
            throw new ArgumentException($"{name} must be from a second to ten years.");
        }
    }
}
