using HelpLightning.Client;
using HelpLightning.Export;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Webhooks.Archiving.Tests;

/// <summary>Everything that can go wrong, and all that is written of it: addresses that open files, tokens and API keys are nowhere.</summary>
public sealed class SecretsTests(ArchiveSite site) : IClassFixture<ArchiveSite>
{
    private const string MarkedKey = "marked-api-key-77412";

    [Fact]
    public async Task No_error_no_list_and_no_log_holds_a_secret()
    {
        Attachment attachment = Assert.Single(await site.AddCallAsync("call_secret", ("a.mp4", 200_000)));
        string[] secrets = [attachment.SignedUrl!.Query.TrimStart('?'), site.Sandbox.ApiKey, MarkedKey, "eyJ"];
        Assert.All(secrets, s => Assert.True(s.Length >= 3));
        string folder = site.NewFolder();
        List<string> told = [];
        using (AttachmentArchive archive = new(folder, new AttachmentArchiveOptions()))
        {
            string[] faults = ["/files/** 503", "/files/** reset", "/files/** reset=body", "/files/** truncate", "/files/** 429 retry-after=90", "/api/v1r1/** 500", "/api/v1r1/** truncate=quiet", "/api/v1r1/** reset"];
            foreach (string fault in faults)
            {
                long id = site.Sandbox.Faults.Add(fault);
                await TryAsync(site.Client, archive);
                site.Sandbox.Faults.Remove(id);
            }

            using HelpLightningClient stranger = site.NewClient(apiKey: MarkedKey);
            await TryAsync(stranger, archive);
            using Doorman door = new(request => request.RequestUri!.AbsolutePath.StartsWith("/files/", StringComparison.Ordinal)
                ? new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden) { RequestMessage = request }
                : null);
            using HelpLightningClient blocked = site.NewClient(door);
            await TryAsync(blocked, archive);
            Assert.Equal((faults.Length + 2) * 3, told.Count);
            Assert.Equal(InboxEventState.Handled, (await ArchiveSite.HandleAsync(new(site.Client, archive, new()), ArchiveSite.EventOf(attachment))).State);
        }

        foreach (string list in (string[])["manifest.csv", "SHA256SUMS", ".attachments.ndjson"])
        {
            told.Add(await File.ReadAllTextAsync(Path.Combine(folder, list), ArchiveSite.Cancellation));
        }

        Assert.All(told, text => Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));

        async Task TryAsync(HelpLightningClient client, AttachmentArchive archive)
        {
            Settlement settlement = await ArchiveSite.HandleAsync(new(client, archive, new()), ArchiveSite.EventOf(attachment));
            told.Add(settlement.ToString() + settlement.Error);
            Exception? thrown = await Record.ExceptionAsync(() => new AttachmentArchiver(client, archive, new()).HandleAsync(
                new AttachmentCreated { CallId = "call_secret", AttachmentId = attachment.Id }, new WebhookContext(), ArchiveSite.Cancellation).AsTask());
            Assert.NotNull(thrown);
            told.Add(thrown.ToString());
            Task<ArchiveReconcilerResult> look = new ArchiveReconciler(
                client, archive, new ArchiveReconcilerOptions { TimeProvider = new EagerClock(TimeProvider.System.GetUtcNow()) }).RunAsync(cancellationToken: ArchiveSite.Cancellation);
            Exception? ended = await Record.ExceptionAsync(() => look);
            told.Add(ended?.ToString() ?? look.Result.ToString() + string.Join('\n', look.Result.Failures.Select(f => f.ToString() + f.Error)));
        }
    }

    /// <summary>A clock that stands still, and by which every wait is over at once.</summary>
    private sealed class EagerClock(DateTimeOffset start) : FakeTimeProvider(start)
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
