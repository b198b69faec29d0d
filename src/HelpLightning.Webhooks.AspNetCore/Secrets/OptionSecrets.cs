using System.Collections.Immutable;
using System.Globalization;
using HelpLightning.Webhooks.AspNetCore.Logging;
using Microsoft.Extensions.Options;

namespace HelpLightning.Webhooks.AspNetCore.Secrets;

/// <summary>The secrets that the options hold and name, as they change.</summary>
internal sealed class OptionSecrets : IWebhookSecrets, IDisposable
{
    private readonly TimeProvider _clock;
    private readonly LoggingObserver _log;
    private readonly IDisposable? _following;
    private volatile Sources _sources;
    private volatile Combined _combined;

    public OptionSecrets(IOptionsMonitor<HelpLightningWebhookOptions> options, TimeProvider clock, LoggingObserver log)
    {
        _clock = clock;
        _log = log;
        _sources = Sources.Of(options.CurrentValue, clock);
        _combined = new Combined(_sources, _sources.Files.Current);
        _following = options.OnChange(Follow);
    }

    public ImmutableArray<WebhookSecret> Current
    {
        get
        {
            Sources sources = _sources;
            ImmutableArray<WebhookSecret> ofFiles = sources.Files.Current;
            Combined combined = _combined;
            if (combined.Sources != sources || combined.OfFiles != ofFiles)
            {
                _combined = combined = new Combined(sources, ofFiles);
                WebhookLog.SecretsChanged(_log.Log, combined.All.Length);
            }

            return combined.All;
        }
    }

    public void Refresh() => _sources.Files.Refresh();

    public void Dispose() => _following?.Dispose();

    private void Follow(HelpLightningWebhookOptions options)
    {
        try
        {
            _sources = Sources.Of(options, _clock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            WebhookLog.SecretsUnusable(_log.Log, e.Message);
        }
    }

    /// <summary>What the options say.</summary>
    private sealed record Sources(ImmutableArray<WebhookSecret> Given, WebhookSecretFiles Files)
    {
        public static Sources Of(HelpLightningWebhookOptions options, TimeProvider clock) => new(
            [.. options.Secrets.Select(static s => WebhookSecret.FromText(s.Value, IsNumber(s.Key) ? null : s.Key))],
            new WebhookSecretFiles(options.SecretFiles, clock));

        private static bool IsNumber(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    private sealed class Combined(Sources sources, ImmutableArray<WebhookSecret> ofFiles)
    {
        public Sources Sources { get; } = sources;

        public ImmutableArray<WebhookSecret> OfFiles { get; } = ofFiles;

        public ImmutableArray<WebhookSecret> All { get; } = sources.Given.AddRange(ofFiles);
    }
}
