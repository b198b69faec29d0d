using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>The secrets that the options hold and name, as they change.</summary>
internal sealed class OptionSecrets : IWebhookSecrets, IDisposable
{
    private const string DefaultName = "";

    private readonly TimeProvider _clock;
    private readonly LoggingObserver _log;
    private readonly IDisposable[] _subscriptions;
    private volatile Sources _sources;
    private volatile Combined _combined;

    /// <summary>
    /// Not through an options monitor: that throws at whoever reloads the configuration when new settings are wrong, and says
    /// nothing to us.
    /// </summary>
    public OptionSecrets(
        IOptionsFactory<HelpLightningWebhookOptions> factory, IEnumerable<IOptionsChangeTokenSource<HelpLightningWebhookOptions>> changes,
        TimeProvider clock, LoggingObserver log)
    {
        _clock = clock;
        _log = log;
        _sources = Sources.Of(factory.Create(DefaultName), clock);
        _combined = new Combined(_sources, _sources.Files.Current);
        _subscriptions =
        [
            .. changes.Where(static source => (source.Name ?? DefaultName) == DefaultName)
                .Select(source => ChangeToken.OnChange(source.GetChangeToken, () => Follow(factory))),
        ];
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

    public void Dispose() => Array.ForEach(_subscriptions, static s => s.Dispose());

    private void Follow(IOptionsFactory<HelpLightningWebhookOptions> factory)
    {
        try
        {
            _sources = Sources.Of(factory.Create(DefaultName), _clock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or OptionsValidationException
            or InvalidOperationException)
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
