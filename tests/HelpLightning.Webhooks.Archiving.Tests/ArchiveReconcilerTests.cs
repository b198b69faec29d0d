using System.Collections.Concurrent;
using HelpLightning.Client;
using HelpLightning.Export;
using HelpLightning.Sandbox;
using HelpLightning.Webhooks.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Webhooks.Archiving.Tests;

/// <summary>What was missed is found, once, whatever else is going on.</summary>
public sealed class ArchiveReconcilerTests : IAsyncLifetime
{
    private readonly ArchiveSite _site = new();

    private static CancellationToken Cancellation => ArchiveSite.Cancellation;

    public ValueTask InitializeAsync() => _site.InitializeAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task It_finds_exactly_what_was_missed()
    {
        IReadOnlyList<Attachment> one = await _site.AddCallAsync("call_1", ("a.txt", 0), ("b.txt", 0), ("c.txt", 0));
        IReadOnlyList<Attachment> two = await _site.AddCallAsync("call_2", ("a.txt", 0));
        await _site.AddCallAsync("call_3", ("missed.mp4", 70_000));
        await _site.AddCallAsync("call_4");
        string folder = _site.NewFolder();
        using (AttachmentArchive archive = new(folder, new AttachmentArchiveOptions()))
        {
            AttachmentArchiver archiver = new(_site.Client, archive, new AttachmentArchiverOptions());
            foreach (Attachment told in (Attachment[])[one[0], one[2], two[0]])
            {
                await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(told));
            }

            _site.Sandbox.Requests.Clear();
            ArchiveReconciler reconciler = new(_site.Client, archive, new ArchiveReconcilerOptions());
            AttachmentDownloadProgress last = default;
            ArchiveReconcilerResult first = await reconciler.RunAsync(new Tell<AttachmentDownloadProgress>(p => last = p), Cancellation);
            Assert.Equal((3, 5, 2, 3, 0), (first.Calls, first.Found, first.Fetched, first.AlreadyThere, first.NotThereYet));
            Assert.Empty(first.Failures);
            Assert.Equal((5, 5, first.FetchedBytes), (last.FilesDone, last.FilesFound, last.BytesReceived));
            Assert.Equal(2, _site.FileRequests());

            ArchiveReconcilerResult second = await reconciler.RunAsync(cancellationToken: Cancellation);
            Assert.Equal((3, 5, 0, 5), (second.Calls, second.Found, second.Fetched, second.AlreadyThere));
            Assert.Equal(2, _site.FileRequests());
        }

        Assert.Equal(5, Folder.Files(folder).Length);
        Folder.RequireSums(folder);
    }

    [Fact]
    public async Task Only_calls_of_its_span_are_looked_at()
    {
        await _site.AddCallAsync("call_of_8_days_ago", TimeSpan.FromDays(8), ("a.txt", 0));
        await _site.AddCallAsync("call_of_6_days_ago", TimeSpan.FromDays(6), ("a.txt", 0));
        await _site.AddCallAsync("call_of_today", ("a.txt", 0));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Assert.Equal(["call_of_today"], await LookAsync(new ArchiveReconcilerOptions { Span = TimeSpan.FromDays(5) }));
        Assert.Equal(["call_of_6_days_ago", "call_of_today"], await LookAsync(new ArchiveReconcilerOptions()));
        Assert.Equal(["call_of_6_days_ago", "call_of_8_days_ago"], await LookAsync(new ArchiveReconcilerOptions { Since = now.AddDays(-9), Until = now.AddDays(-1) }));
        Assert.Equal(["call_of_8_days_ago"], await LookAsync(new ArchiveReconcilerOptions { TimeProvider = new FakeTimeProvider(now.AddDays(-1.5)), Until = now.AddDays(-7) }));

        async Task<string[]> LookAsync(ArchiveReconcilerOptions options)
        {
            Bag bag = new();
            ArchiveReconcilerResult result = await new ArchiveReconciler(_site.Client, bag, options).RunAsync(cancellationToken: Cancellation);
            Assert.Equal((result.Calls, result.Fetched), (result.Found, result.Found));
            return [.. bag.Keys.Select(k => k.CallId.Value).Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public async Task What_fails_or_is_not_there_is_told_and_the_rest_is_fetched()
    {
        IReadOnlyList<Attachment> attachments = await _site.AddCallAsync("call_1", ("bad.txt", 0), ("gone.txt", 0), ("good.txt", 0));
        _site.Sandbox.Faults.Add($"/files/attachments/{attachments[0].Uuid}/** 429 retry-after=1h");
        using Doorman door = new(request => request.RequestUri!.AbsolutePath.Contains(attachments[1].Uuid!, StringComparison.Ordinal) ? Doorman.NotFound() : null);
        using HelpLightningClient client = _site.NewClient(door);
        using AttachmentArchive archive = new(_site.NewFolder(), new AttachmentArchiveOptions());
        ArchiveReconcilerResult result = await new ArchiveReconciler(client, archive, new ArchiveReconcilerOptions()).RunAsync(cancellationToken: Cancellation);
        Assert.Equal((3, 1, 0, 1), (result.Found, result.Fetched, result.AlreadyThere, result.NotThereYet));
        AttachmentDownloadFailure failure = Assert.Single(result.Failures);
        Assert.Equal(("call_1", attachments[0].Id), (failure.CallId.Value, failure.AttachmentId));
        Assert.IsType<HelpLightningRateLimitedException>(failure.Error);
    }

    /// <summary>Calls begin, files are added, a part of the events comes, and the reconciler looks, all at once, into one folder.</summary>
    [Fact]
    public async Task While_calls_are_going_on_nothing_is_missed_and_nothing_fetched_twice()
    {
        const int Calls = 12;
        string folder = _site.NewFolder();
        using AttachmentArchive archive = new(folder, new AttachmentArchiveOptions());
        ArchiveReconciler reconciler = new(_site.Client, archive, new ArchiveReconcilerOptions());
        await using SqliteInbox inbox = SqliteInbox.OpenInMemory(new InboxOptions());
        InboxWorker worker = new(
            inbox,
            new WebhookDispatcher(
                [WebhookHandlerEntry.For<AttachmentCreated>("archive", new AttachmentArchiver(_site.Client, archive, new AttachmentArchiverOptions()).HandleAsync)], new InboxWorkerOptions()),
            new InboxWorkerOptions());
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task working = worker.RunAsync(stop.Token);
        ConcurrentBag<string> uuids = [];
        Task happening = Task.Run(
            async () =>
            {
                for (int i = 0; i < Calls; i++)
                {
                    SandboxCall call = _site.Sandbox.Calls.Start("1", "2");
                    for (int file = 0; file < 3; file++)
                    {
                        string uuid = _site.Sandbox.Calls.AddAttachment(call.CallId, SandboxAttachmentKind.ScreenCapture);
                        uuids.Add(uuid);
                        if (file != i % 3)
                        {
                            await inbox.AcceptAsync(new IncomingEvent(ArchiveSite.Event(call.CallId, $"{{\"uuid\":\"{uuid}\"}}").Body, TimeProvider.System.GetUtcNow()), Cancellation);
                        }
                    }

                    _site.Sandbox.Calls.End(call.CallId);
                }
            }, Cancellation);
        do
        {
            Assert.Empty((await reconciler.RunAsync(cancellationToken: Cancellation)).Failures);
        }
        while (!happening.IsCompleted);
        await happening;
        ArchiveReconcilerResult rest = await reconciler.RunAsync(cancellationToken: Cancellation);
        Assert.Equal((Calls, Calls * 3), (rest.Calls, rest.Found));
        await Eventually.HoldsAsync(() => inbox.GetStatusAsync(Cancellation).AsTask().Result is { New: 0, Waiting: 0 });
        await stop.CancelAsync();
        await working;
        Assert.Equal(Calls * 3, uuids.Count);
        Assert.Equal(Calls * 3, _site.FileRequests());
        archive.Dispose();
        Assert.Equal(Calls * 3, Folder.Files(folder).Length);
        Folder.RequireSums(folder);
    }

    [Fact]
    public async Task The_loop_looks_at_once_and_every_hour_and_a_failed_round_is_no_end()
    {
        await _site.AddCallAsync("call_1", ("a.txt", 0));
        string folder = _site.NewFolder();
        FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        ConcurrentQueue<ArchiveReconcilerRound> rounds = [];
        using AttachmentArchive archive = new(folder, new AttachmentArchiveOptions());
        using AttachmentArchive somebody = new(folder, new AttachmentArchiveOptions());
        somebody.Open();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task running = new ArchiveReconcilerLoop(
            new ArchiveReconciler(_site.Client, archive, new ArchiveReconcilerOptions()), new ArchiveReconcilerLoopOptions { TimeProvider = clock })
            .RunAsync(new Tell<ArchiveReconcilerRound>(rounds.Enqueue), stop.Token);
        await Eventually.HoldsAsync(() => rounds.Count == 1);
        Assert.True(rounds.TryPeek(out ArchiveReconcilerRound failed));
        Assert.Null(failed.Result);
        Assert.IsType<IOException>(failed.Error);
        somebody.Dispose();

        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Single(rounds);
        clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.HoldsAsync(() => rounds.Count == 2);
        Assert.Equal((1, null), (rounds.Last().Result!.Fetched, rounds.Last().Error));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_refusal_ends_a_run()
    {
        await _site.AddCallAsync("call_1", ("a.txt", 0));
        using HelpLightningClient stranger = _site.NewClient(apiKey: "not-this-key");
        await Assert.ThrowsAsync<HelpLightningPermissionException>(
            () => new ArchiveReconciler(stranger, new Bag(), new ArchiveReconcilerOptions()).RunAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public void Options_have_their_range()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArchiveReconcilerOptions { Span = TimeSpan.FromSeconds(59) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArchiveReconcilerOptions { Parallelism = 33 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArchiveReconcilerLoopOptions { Interval = TimeSpan.FromSeconds(1) });
    }

    private sealed class Tell<T>(Action<T> told) : IProgress<T>
    {
        public void Report(T value) => told(value);
    }

    private sealed class Bag : IAttachmentArchive
    {
        private readonly ConcurrentDictionary<AttachmentKey, bool> _there = [];

        public IEnumerable<AttachmentKey> Keys => _there.Keys;

        public ValueTask<bool> ContainsAsync(AttachmentKey key, CancellationToken cancellationToken = default) => ValueTask.FromResult(_there.ContainsKey(key));

        public Task<StoredAttachment> StoreAsync(AttachmentSource source, CancellationToken cancellationToken = default) =>
            Task.FromResult(new StoredAttachment(_there.TryAdd(source.Key, true), 0));
    }
}
