using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace HelpLightning.Cli.Tests;

/// <summary>Kills the sandbox in the middle of writes that webhooks are told of. For every write that was answered the event comes.</summary>
public sealed class SandboxEventKillTests(Workshop shop) : IClassFixture<Workshop>
{
    private const int Files = 4;
    private const int KillsOfEach = 5;
    private const int Writers = 3;
    private static readonly string[] Paths = ["/first", "/second"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_kills_lose_no_event_of_an_answered_write() => await Task.WhenAll(Enumerable.Range(1, Files).Select(KillAsync));

    /// <summary>Most of it is waiting for a sandbox to start, so several files have their kills at a time.</summary>
    private async Task KillAsync(int file)
    {
        // The moments to kill at come from this, so that a failure can be repeated.
        Random random = new(file);
        string data = shop.PathTo($"events-{file}.db");
        await using EventReceiver receiver = await EventReceiver.StartAsync();
        string[] webhooks = [.. Paths.SelectMany(path => (string[])["--webhook", receiver.Url(path)])];
        ConcurrentQueue<string> answered = [];
        for (int round = 1; round <= KillsOfEach; round++)
        {
            using SandboxProcess sandbox = await SandboxProcess.StartAsync(shop, data, webhooks);
            await sandbox.KillAmidAsync(1 + random.Next(20), Writers, () => LiveThroughCallAsync(sandbox, answered));
        }

        using SandboxProcess last = await SandboxProcess.StartAsync(shop, data);
        await WhenAllIsDeliveredAsync(last.Http);
        IReadOnlyList<ReceivedEvent>[] events = [.. Paths.Select(receiver.Distinct)];
        Assert.All(events, received =>
        {
            Assert.Empty(answered.Except(received.Select(e => $"{e.Category} {e.AttachmentUuid ?? e.CallId}")));

            // The database numbers attachments as they are written, whoever writes them.
            long[] attachments = [.. received.Where(e => e.AttachmentId is not null).Select(e => e.AttachmentId!.Value)];
            Assert.Equal(attachments.Order(), attachments);
            Assert.All(received.GroupBy(e => e.CallId), call => Assert.Matches(
                "^started participant_joined participant_joined( attachment_created){0,2}( participant_left participant_left ended)?$",
                string.Join(' ', call.Select(e => e.Category))));
        });
        Assert.Equal(events[0].Select(e => e.Id), events[1].Select(e => e.Id));
    }

    /// <summary>Each step is noted once it was answered, as the event that is then owed.</summary>
    private static async Task LiveThroughCallAsync(SandboxProcess sandbox, ConcurrentQueue<string> answered)
    {
        string call = (await sandbox.PostAsync("/_sandbox/calls", """{"dialer": 24, "receiver": 1}""")).GetProperty("call_id").GetString()!;
        answered.Enqueue($"started {call}");
        foreach (string kind in (string[])["recording", "capture"])
        {
            string uuid = (await sandbox.PostAsync($"/_sandbox/calls/{call}/{kind}", "{}")).GetProperty("uuid").GetString()!;
            answered.Enqueue($"attachment_created {uuid}");
        }

        await sandbox.PostAsync($"/_sandbox/calls/{call}/end", "{}");
        answered.Enqueue($"ended {call}");
    }

    private static async Task WhenAllIsDeliveredAsync(HttpClient http)
    {
        while (true)
        {
            JsonElement answer = await http.GetFromJsonAsync<JsonElement>("/_sandbox/webhooks", Cancellation);
            JsonElement[] webhooks = [.. answer.GetProperty("webhooks").EnumerateArray()];
            Assert.Equal(Paths.Length, webhooks.Length);
            if (webhooks.All(w => w.GetProperty("pending").GetInt32() == 0))
            {
                return;
            }

            await Task.Delay(20, Cancellation);
        }
    }
}
