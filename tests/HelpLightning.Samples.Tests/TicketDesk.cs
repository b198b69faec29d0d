using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HelpLightning.Sandbox;

namespace HelpLightning.Samples.Tests;

/// <summary>The whole story on one machine: a sandbox, the sample that hears its webhooks, a gate, and the ticket system behind it.</summary>
internal sealed class TicketDesk : IAsyncDisposable
{
    public const string Secret = "made up for a test";

    public const string SecretOfNorth = "made up for a workspace";

    private readonly HttpClient _tickets;

    private TicketDesk(Site site, SampleProgram ticketSystem, Gate gate, SampleProgram receiver, Uri hook, Uri tickets)
    {
        (Site, TicketSystem, Gate, Receiver, Hook) = (site, ticketSystem, gate, receiver, hook);
        _tickets = new HttpClient { BaseAddress = tickets };
        Webhook = site.Sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = hook, Secret = Secret });
    }

    public Site Site { get; }

    public SampleProgram TicketSystem { get; }

    public Gate Gate { get; }

    public SampleProgram Receiver { get; }

    public Uri Hook { get; }

    public long Webhook { get; }

    public SandboxCalls Calls => Site.Sandbox.Calls;

    /// <param name="duplicateWindow">For how long the receiver takes equal bytes for a repeat; null for its default.</param>
    public static async Task<TicketDesk> StartAsync(string? duplicateWindow = null)
    {
        Site site = await Site.StartAsync();
        SampleProgram ticketSystem = SampleProgram.Start("TicketSystem", new Dictionary<string, string>(), "--urls", "http://127.0.0.1:0");
        Uri tickets = new(await ticketSystem.WaitForAsync("Now listening on:"));
        Gate gate = await Gate.StartAsync(tickets);
        Dictionary<string, string> settings = await SettingsAsync(site, gate.Address, duplicateWindow);
        SampleProgram receiver = SampleProgram.Start("TicketNotes", settings, "--urls", "http://127.0.0.1:0");
        Uri hook = new(new Uri(await receiver.WaitForAsync("Now listening on:")), "/hooks/help-lightning");
        return new TicketDesk(site, ticketSystem, gate, receiver, hook, tickets);
    }

    public static async Task<Dictionary<string, string>> SettingsAsync(Site site, Uri tickets, string? duplicateWindow)
    {
        string secretFile = site.PathTo("webhook.secret");
        await File.WriteAllTextAsync(secretFile, Secret + "\n", TestContext.Current.CancellationToken);
        string secretFileOfNorth = site.PathTo("north.secret");
        await File.WriteAllTextAsync(secretFileOfNorth, SecretOfNorth + "\n", TestContext.Current.CancellationToken);
        Dictionary<string, string> settings = site.Settings();
        settings["HelpLightning__Webhooks__SecretFiles__0"] = secretFile;
        settings["HelpLightning__Webhooks__SecretFiles__1"] = secretFileOfNorth;
        settings["Tickets__Workspaces__north"] = "70000";
        settings["HelpLightning__Webhooks__InboxFile"] = site.PathTo("inbox.sqlite");
        settings["Tickets__Address"] = tickets.ToString();
        settings["Logging__LogLevel__HelpLightning.Webhooks"] = "Debug";
        if (duplicateWindow is not null)
        {
            settings["HelpLightning__Webhooks__DuplicateWindow"] = duplicateWindow;
        }

        // Soon and often: nothing becomes a dead letter while a test gets ready.
        for (int i = 0; i < 400; i++)
        {
            settings[$"HelpLightning__Webhooks__RetryDelays__{i}"] = "00:00:00.5";
        }

        return settings;
    }

    public string StartCall() => Calls.Start("ann@example.com", "chiara.jensen.9@example.com").CallId;

    /// <summary>The notes of a ticket by their keys.</summary>
    public async Task<Dictionary<string, JsonElement>> NotesAsync(string ticket) =>
        await _tickets.GetFromJsonAsync<Dictionary<string, JsonElement>>($"tickets/{ticket}/notes", TestContext.Current.CancellationToken) ?? [];

    /// <summary>Waits until a note was put so many times.</summary>
    public Task WrittenAsync(string ticket, string key, int times = 1)
    {
        string path = $"/tickets/{ticket}/notes/{key}";
        return Eventually.HoldsAsync(() => Gate.Puts.Count(put => put == path) >= times);
    }

    public async Task<string> PageAsync() => await _tickets.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>What the sandbox posted, the first first.</summary>
    public IReadOnlyList<SandboxWebhookDelivery> Posted(string category) =>
        [.. Site.Sandbox.Webhooks.GetDeliveries(Webhook).Where(d => d.Category == category).Reverse()];

    /// <summary>Posts a body as it is, with a signature or without.</summary>
    public static async Task<HttpStatusCode> PostAsync(Uri hook, byte[] body, params string[] signatures)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, hook) { Content = new ByteArrayContent(body) };
        request.Headers.Add("x-helplightning-signature", signatures);
        using HttpClient http = new();
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _tickets.Dispose();
        await Receiver.DisposeAsync();
        await Gate.DisposeAsync();
        await TicketSystem.DisposeAsync();
        await Site.DisposeAsync();
    }
}
