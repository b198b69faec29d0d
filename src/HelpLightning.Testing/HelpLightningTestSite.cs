using HelpLightning.Client;
using HelpLightning.Sandbox;

namespace HelpLightning.Testing;

/// <summary>
/// A sandbox with a client for it. It knows no test framework: start one for a test or for a class of tests, and dispose of it
/// where the framework disposes of things.
/// </summary>
/// <example>
/// <code>
/// await using HelpLightningTestSite site = await HelpLightningTestSite.StartAsync();
/// User ann = await site.Client.Users.GetAsync(24);
/// </code>
/// </example>
public sealed class HelpLightningTestSite : IAsyncDisposable
{
    private HelpLightningTestSite(HelpLightningSandbox sandbox, HelpLightningClient client)
    {
        Sandbox = sandbox;
        Client = client;
    }

    /// <summary>Help Lightning: its people, calls, clock, faults, webhooks and requests.</summary>
    public HelpLightningSandbox Sandbox { get; }

    /// <summary>
    /// Signs with the sandbox's key by the sandbox's clock, so that a test may move or stop it. Keeps the client's own defaults;
    /// <see cref="Configure(HelpLightningOptions)"/> is for other ones.
    /// </summary>
    public HelpLightningClient Client { get; }

    /// <summary>
    /// Gets a line for each request that the sandbox answered, from the thread that answered it; null for nobody. A class of tests
    /// that shares a site sets it before each test to that test's output.
    /// </summary>
    public Action<string>? Log { get; set; }

    /// <summary>Starts a sandbox on a free port of this machine's loopback and makes a client for it.</summary>
    /// <param name="log">The first <see cref="Log"/>.</param>
    /// <param name="options">What the sandbox is. Without keys of its own, as the client signs with the sandbox's.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="ArgumentException">
    /// An option is wrong, has partner keys whose private half nobody here knows, or leaves nowhere to listen.
    /// </exception>
    /// <exception cref="InvalidOperationException">The data file has a partner key whose private half nobody here knows.</exception>
    public static async Task<HelpLightningTestSite> StartAsync(
        Action<string>? log = null, HelpLightningSandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new HelpLightningSandboxOptions();
        if (options.PartnerPublicKeys.Count > 0)
        {
            throw new ArgumentException(
                $"Leave {nameof(options.PartnerPublicKeys)} empty: the client signs with the sandbox's own key. "
                    + $"For a key of yours, start a {nameof(HelpLightningSandbox)} and make a client for it.",
                nameof(options));
        }

        if (options.ListenEndPoint is null)
        {
            throw new ArgumentException(
                $"Leave {nameof(options.ListenEndPoint)} as it is: the client needs an address. "
                    + $"Without one, {nameof(HelpLightningSandbox)}.{nameof(HelpLightningSandbox.CreateHandler)} is the way in.",
                nameof(options));
        }

        // Answers come before the site is there to hold the log: nobody calls a sandbox whose address is not known yet.
        HelpLightningTestSite? site = null;
        HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            options with
            {
                RequestLog = entry =>
                {
                    options.RequestLog?.Invoke(entry);
                    Volatile.Read(ref site)?.Log?.Invoke(entry.ToString());
                },
            },
            cancellationToken).ConfigureAwait(false);
        try
        {
            HelpLightningOptions settings = new();
            Configure(sandbox, settings);
            Volatile.Write(ref site, new HelpLightningTestSite(sandbox, HelpLightningClient.Create(settings)) { Log = log });
            return site!;
        }
        catch
        {
            await sandbox.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Leads options here: address, site, both keys and clock. For a client with other settings, and for the program under test:
    /// <c>services.AddHelpLightning(site.Configure)</c>, or in a <c>WebApplicationFactory</c>
    /// <c>services.Configure&lt;HelpLightningOptions&gt;(site.Configure)</c>.
    /// </summary>
    public void Configure(HelpLightningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Configure(Sandbox, options);
    }

    /// <summary>
    /// Back to the start: data, clock, faults, webhooks and the request log. Keys and the client's tokens
    /// stay good.
    /// </summary>
    public Task ResetAsync(CancellationToken cancellationToken = default) => Sandbox.ResetAsync(cancellationToken);

    /// <summary>Stops both. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Sandbox.DisposeAsync().ConfigureAwait(false);
    }

    private static void Configure(HelpLightningSandbox sandbox, HelpLightningOptions options)
    {
        options.BaseAddress = sandbox.BaseAddress;
        options.SiteId = sandbox.SiteId;
        options.ApiKey = sandbox.ApiKey;
        options.PartnerKey = sandbox.PartnerKey;
        options.PartnerKeyFile = null;
        options.PartnerKeyVariable = null;
        options.TimeProvider = sandbox.Clock;
    }
}
