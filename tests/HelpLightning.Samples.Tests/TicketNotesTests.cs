using System.Net;
using System.Text;
using System.Text.Json;
using HelpLightning.Sandbox;
using HelpLightning.Webhooks;

namespace HelpLightning.Samples.Tests;

public sealed class TicketNotesTests
{
    private const string Ticket = "4711";

    [Fact]
    public async Task A_call_and_what_it_left_behind_are_noted_once()
    {
        await using TicketDesk desk = await TicketDesk.StartAsync();
        string call = desk.StartCall();
        desk.Calls.Tag(call, "ticket:4711");
        desk.Calls.JoinAsGuest(call, "Customer <at> the gate");
        desk.Calls.AddAttachment(call, SandboxAttachmentKind.Recording);
        desk.Calls.End(call);
        string attachment = AttachmentKey(desk, 0);
        await desk.WrittenAsync(Ticket, "call-" + call);
        await desk.WrittenAsync(Ticket, attachment, times: 2);
        Dictionary<string, JsonElement> notes = await desk.NotesAsync(Ticket);
        Assert.Equal([attachment, "call-" + call], notes.Keys.Order());
        Assert.Contains("Ann Field, Chiara Jensen, Customer <at> the gate", Text(notes["call-" + call]));
        Assert.Contains("Tags: ticket:4711", Text(notes["call-" + call]));
        Assert.Contains("was added to the call", Text(notes[attachment]));
        Assert.All(notes.Values, note => Assert.Equal("http://127.0.0.1:8025/?call=" + call, note.GetProperty("link").GetString()));
        Assert.Empty(await desk.NotesAsync("4712"));
        string page = await desk.PageAsync();
        Assert.Contains("Customer &lt;at&gt; the gate", page);
        Assert.DoesNotContain("<at>", page);

        // The same bytes once more: the inbox knows them.
        int puts = desk.Gate.Puts.Count;
        desk.Site.Sandbox.Webhooks.Redeliver(desk.Posted("ended")[0].Id);
        await desk.Receiver.WaitForAsync($"call ended of {call}: Repeated");
        desk.Site.Sandbox.Webhooks.Redeliver(desk.Posted("attachment_created")[0].Id);
        await desk.Receiver.WaitForAsync($"call attachment_created of {call}: Repeated");
        Assert.Equal(puts, desk.Gate.Puts.Count);
    }

    /// <summary>As after a kill between handling and its writing down, which no inbox can prevent.</summary>
    [Fact]
    public async Task What_is_handled_twice_is_noted_once()
    {
        await using TicketDesk desk = await TicketDesk.StartAsync(duplicateWindow: "00:00:00");
        string call = desk.StartCall();
        desk.Calls.Tag(call, "Ticket: 4711");
        desk.Calls.AddAttachment(call, SandboxAttachmentKind.ScreenCapture);
        desk.Calls.End(call);
        await desk.WrittenAsync(Ticket, "call-" + call);
        Dictionary<string, JsonElement> before = await desk.NotesAsync(Ticket);
        desk.Site.Sandbox.Webhooks.Redeliver(desk.Posted("ended")[0].Id);
        await desk.WrittenAsync(Ticket, "call-" + call, times: 2);
        await desk.WrittenAsync(Ticket, AttachmentKey(desk, 0), times: 3);
        Dictionary<string, JsonElement> after = await desk.NotesAsync(Ticket);
        Assert.Equal(2, after.Count);
        Assert.Equal(before["call-" + call].GetRawText(), after["call-" + call].GetRawText());
    }

    [Fact]
    public async Task While_the_ticket_system_is_down_notes_wait()
    {
        await using TicketDesk desk = await TicketDesk.StartAsync();
        desk.Gate.Set(GateState.Broken);
        string call = desk.StartCall();
        desk.Calls.Tag(call, "ticket:4711");
        desk.Calls.AddAttachment(call, SandboxAttachmentKind.Document);
        desk.Calls.End(call);
        await Eventually.HoldsAsync(() => desk.Gate.Refused >= 2);
        desk.Gate.Set(GateState.Unavailable);
        await Eventually.HoldsAsync(() => desk.Gate.Refused >= 2);
        Assert.Empty(await desk.NotesAsync(Ticket));
        desk.Gate.Set(GateState.Open);
        await desk.WrittenAsync(Ticket, "call-" + call);
        await desk.WrittenAsync(Ticket, AttachmentKey(desk, 0), times: 2);
        Assert.Equal(2, (await desk.NotesAsync(Ticket)).Count);
    }

    [Fact]
    public async Task A_tag_that_comes_late_is_in_time_until_the_end()
    {
        await using TicketDesk desk = await TicketDesk.StartAsync();
        string call = desk.StartCall();
        desk.Calls.AddAttachment(call, SandboxAttachmentKind.ScreenCapture);
        await desk.Receiver.WaitForAsync($"The call {call} has no tag");
        Assert.Empty(desk.Gate.Puts);
        desk.Calls.Tag(call, "ticket:4711");
        desk.Calls.Tag(call, "ticket:4712");
        desk.Calls.End(call);
        await desk.WrittenAsync("4712", AttachmentKey(desk, 0));
        Assert.Equal(2, (await desk.NotesAsync(Ticket)).Count);
        Assert.Equal(2, (await desk.NotesAsync("4712")).Count);
    }

    [Fact]
    public async Task A_call_without_a_ticket_is_left_alone()
    {
        await using TicketDesk desk = await TicketDesk.StartAsync();
        string call = desk.StartCall();
        desk.Calls.Tag(call, "spare-part");
        desk.Calls.Tag(call, "ticket:../tickets/4711");
        desk.Calls.End(call);
        await desk.Receiver.WaitForAsync($"The call {call} has no tag");
        Assert.Empty(desk.Gate.Puts);
    }

    [Fact]
    public async Task A_ticket_that_is_gone_is_for_a_person_to_see()
    {
        await using TicketDesk desk = await TicketDesk.StartAsync();
        string call = desk.StartCall();
        desk.Calls.Tag(call, "ticket:4799");
        desk.Calls.Tag(call, "ticket:4711");
        desk.Calls.End(call);
        string said = await desk.Receiver.WaitForAsync("is a dead letter after 1 attempt(s):");
        Assert.Contains("no ticket 4799", said);
        Assert.Contains("correct the tag", said);
        Assert.Equal(["call-" + call], (await desk.NotesAsync(Ticket)).Keys);
    }

    [Fact]
    public async Task What_the_API_does_not_tell_yet_is_waited_for()
    {
        await using TicketDesk desk = await TicketDesk.StartAsync();
        string call = desk.StartCall();
        desk.Calls.Tag(call, "ticket:4711");
        desk.Calls.AddAttachment(call, SandboxAttachmentKind.Document);
        string first = AttachmentKey(desk, 0);
        await desk.WrittenAsync(Ticket, first);

        // Told before its time: the next attachment, then the end.
        long next = long.Parse(first["attachment-".Length..], System.Globalization.CultureInfo.InvariantCulture) + 1;
        desk.Site.Sandbox.Webhooks.Publish(
            SandboxEventType.Call, "attachment_created", $$"""{"call_id":"{{call}}","attachment":{"id":{{next}},"uuid":"early"} }""");
        await desk.Receiver.WaitForAsync($"does not list attachment {next} (early)");
        desk.Calls.AddAttachment(call, SandboxAttachmentKind.Recording);

        // By the early event and by its own.
        await desk.WrittenAsync(Ticket, "attachment-" + next, times: 2);

        desk.Site.Sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", $$"""{"call_id":"{{call}}"}""");
        await desk.Receiver.WaitForAsync($"still has the call {call} as running");
        desk.Calls.End(call);
        await desk.WrittenAsync(Ticket, "call-" + call);
        Dictionary<string, JsonElement> notes = await desk.NotesAsync(Ticket);
        Assert.Equal(3, notes.Count);
        Assert.Contains("Call Ended", Text(notes["call-" + call]));
    }

    /// <summary>The site does not know the calls of its workspaces, and an event does not say where it happened.</summary>
    [Fact]
    public async Task A_call_of_a_workspace_is_known_by_the_secret_of_its_webhook()
    {
        await using TicketDesk desk = await TicketDesk.StartAsync();
        await desk.Site.Sandbox.LoadScenarioAsync(
            """
            {
              "workspaces": [{"id": 70000, "name": "North"}],
              "users": [{"id": 900001, "name": "Nora North", "email": "nora@example.com", "workspace": 70000},
                        {"id": 900002, "name": "Nils North", "email": "nils@example.com", "workspace": 70000}]
            }
            """,
            TestContext.Current.CancellationToken);
        desk.Site.Sandbox.Webhooks.Add(
            new SandboxWebhook { PayloadUrl = desk.Hook, Secret = TicketDesk.SecretOfNorth, Site = new(70000) });
        string call = desk.Calls.Start("900001", "900002").CallId;
        desk.Calls.Tag(call, "ticket:4711");
        desk.Calls.End(call);
        await desk.WrittenAsync(Ticket, "call-" + call);
        Assert.Contains("Nora North, Nils North", Text((await desk.NotesAsync(Ticket))["call-" + call]));
        Assert.Empty(desk.Posted("ended"));
    }

    [Fact]
    public async Task A_forged_request_is_refused()
    {
        await using TicketDesk desk = await TicketDesk.StartAsync();
        string call = desk.StartCall();
        desk.Calls.Tag(call, "ticket:4711");
        await AssertRefusesAsync(desk.Hook, Body(call));
        await desk.Receiver.WaitForAsync("webhook request(s) refused: Mismatch");
        Assert.DoesNotContain("call ended", desk.Receiver.Output);
        Assert.DoesNotContain(TicketDesk.Secret, desk.Receiver.Output);
        Assert.Empty(desk.Gate.Puts);
    }

    [Fact]
    public async Task A_secret_file_that_is_missing_ends_it_at_the_start_with_a_reason()
    {
        await using Site site = await Site.StartAsync();
        Dictionary<string, string> settings = await TicketDesk.SettingsAsync(site, new Uri("http://127.0.0.1:1"), duplicateWindow: null);
        settings["HelpLightning__Webhooks__SecretFiles__0"] = site.PathTo("missing.secret");
        Assert.Contains("missing.secret", await EndAsync(settings));
        settings["HelpLightning__Webhooks__SecretFiles__0"] = site.PathTo("webhook.secret");
        settings["Tickets__Address"] = "tickets.example.com";
        Assert.Contains("Tickets:Address", await EndAsync(settings));
    }

    [Fact]
    public async Task The_bare_receiver_takes_what_is_signed_and_nothing_else()
    {
        Dictionary<string, string> settings = new() { ["HL_WEBHOOK_SECRET"] = TicketDesk.Secret };
        await using SampleProgram bare = SampleProgram.Start("BareReceiver", settings, "--urls", "http://127.0.0.1:0");
        Uri hook = new(new Uri(await bare.WaitForAsync("Now listening on:")), "/hook");
        await AssertRefusesAsync(hook, Body("call_forged"));
        byte[] large = new byte[1024 * 1024 + 1];
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await TicketDesk.PostAsync(hook, large, Sign(large)));

        await using Site site = await Site.StartAsync();
        site.Sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = hook, Secret = TicketDesk.Secret });
        string call = site.Sandbox.Calls.Start("ann@example.com", "chiara.jensen.9@example.com").CallId;
        site.Sandbox.Calls.End(call);
        await bare.WaitForAsync($"call ended {call}");
        Assert.DoesNotContain("call_forged", bare.Output);
    }

    [Fact]
    public async Task The_bare_receiver_does_not_start_without_a_secret()
    {
        await using SampleProgram bare = SampleProgram.Start("BareReceiver", new Dictionary<string, string>());
        Assert.NotEqual(0, await bare.ExitCodeAsync());
        Assert.Contains("secret", bare.Error);
    }

    /// <summary>Everything but the body with its own one signature, which is sent last to see that the rest of the request was right.</summary>
    private static async Task AssertRefusesAsync(Uri hook, byte[] body)
    {
        string signature = Sign(body);
        byte[] changed = [.. body, (byte)' '];
        Assert.Equal(HttpStatusCode.Unauthorized, await TicketDesk.PostAsync(hook, body));
        Assert.Equal(HttpStatusCode.Unauthorized, await TicketDesk.PostAsync(hook, changed, signature));
        Assert.Equal(HttpStatusCode.Unauthorized, await TicketDesk.PostAsync(hook, body, signature, signature));
        Assert.Equal(HttpStatusCode.Unauthorized, await TicketDesk.PostAsync(hook, body, signature.ToUpperInvariant()));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await TicketDesk.PostAsync(hook, body, WebhookSignature.Create(body, WebhookSecret.FromText("another secret"))));
        byte[] harmless = "{}"u8.ToArray();
        Assert.Equal(HttpStatusCode.OK, await TicketDesk.PostAsync(hook, harmless, Sign(harmless)));
    }

    private static async Task<string> EndAsync(Dictionary<string, string> settings)
    {
        await using SampleProgram receiver = SampleProgram.Start("TicketNotes", settings, "--urls", "http://127.0.0.1:0");
        Assert.Equal(3, await receiver.ExitCodeAsync());
        return receiver.Error;
    }

    private static byte[] Body(string call) => Encoding.UTF8.GetBytes($$$"""{"type":"call","category":"ended","data":{"call_id":"{{{call}}}"}}""");

    private static string Sign(byte[] body) => WebhookSignature.Create(body, WebhookSecret.FromText(TicketDesk.Secret));

    private static string Text(JsonElement note) => note.GetProperty("text").GetString()!;

    /// <summary>The key of the note of an attachment that the sandbox told of.</summary>
    private static string AttachmentKey(TicketDesk desk, int number)
    {
        using JsonDocument told = JsonDocument.Parse(desk.Posted("attachment_created")[number].Body);
        return $"attachment-{told.RootElement.GetProperty("data").GetProperty("attachment").GetProperty("id")}";
    }
}
