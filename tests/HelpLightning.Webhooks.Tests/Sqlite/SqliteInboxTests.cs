using HelpLightning.Webhooks.Sqlite;
using HelpLightning.Webhooks.Sqlite.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using static HelpLightning.Webhooks.Tests.Inbox.Bodies;

namespace HelpLightning.Webhooks.Tests.Sqlite;

/// <summary>What only an inbox in a file has to get right.</summary>
public sealed class SqliteInboxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hl-inbox-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 29, 8, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder, "a b", "in box?.sqlite");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_file_and_those_beside_it_are_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        await using SqliteInbox inbox = Open();
        await inbox.AcceptAsync(Incoming(Of("started", "c")), Cancellation);
        string[] files = Directory.GetFiles(Path.GetDirectoryName(File)!);
        Assert.Contains(File + "-wal", files);
        foreach (string file in files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task One_receiver_at_a_time_and_any_number_that_look()
    {
        await using SqliteInbox inbox = Open();
        await inbox.AcceptAsync(Incoming(Of("started", "c")), Cancellation);
        InboxUnavailableException refused = Assert.Throws<InboxUnavailableException>(Open);
        Assert.Contains("Another process receives into", refused.Message, StringComparison.Ordinal);
        await using SqliteInbox looking = SqliteInbox.OpenToAdminister(File, new InboxOptions());
        Assert.Equal(1, await looking.ListAsync(new InboxQuery(), Cancellation).CountAsync(Cancellation));
        Assert.Equal(1, (await looking.GetStatusAsync(Cancellation)).New);
        Assert.Equal(1, await looking.DiscardAsync(new InboxQuery(), Cancellation));
        Assert.Empty(await inbox.ClaimAsync(10, Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await looking.ClaimAsync(1, Cancellation));
    }

    [Fact]
    public async Task What_another_program_makes_due_is_found()
    {
        await using SqliteInbox inbox = Open();
        await inbox.AcceptAsync(Incoming(Of("started", "c")), Cancellation);
        InboxEvent claimed = Assert.Single(await inbox.ClaimAsync(10, Cancellation));
        await inbox.SettleAsync([Settlement.Dead(claimed, "broken", null)], Cancellation);
        await using SqliteInbox other = SqliteInbox.OpenToAdminister(File, new InboxOptions { TimeProvider = _clock });
        Assert.Equal(1, await other.RetryAsync(new InboxQuery { States = [InboxEventState.Dead] }, Cancellation));
        Assert.Equal(claimed.Id, Assert.Single(await inbox.ClaimAsync(10, Cancellation)).Id);
    }

    [Fact]
    public async Task A_file_of_something_else_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        Run("CREATE TABLE other (x)");
        Assert.Contains("another program", Assert.Throws<InvalidDataException>(Open).Message, StringComparison.Ordinal);
        Run("DROP TABLE other");
        await Open().DisposeAsync();
        Run("PRAGMA user_version = 99");
        Assert.Contains("later version", Assert.Throws<InvalidDataException>(Open).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => SqliteInbox.OpenToAdminister(File + "x", new InboxOptions()));
        await System.IO.File.WriteAllTextAsync(File + "y", new string('x', 5_000), Cancellation);
        Assert.Throws<InboxUnavailableException>(() => SqliteInbox.Open(File + "y", new InboxOptions()));
    }

    [Fact]
    public async Task A_full_disk_refuses_events_and_loses_none()
    {
        using SmallDisk disk = await SmallDisk.MountAsync(megabytes: 3);
        List<string?> answered = [];
        await using SqliteInbox inbox = SqliteInbox.Open(Path.Combine(disk.Folder, "inbox.sqlite"), new InboxOptions { TimeProvider = _clock });
        disk.FillUp(leaving: 300_000);
        int refused = 0;
        for (int i = 0; refused < 5; i++)
        {
            Assert.True(i < 10_000, "The disk never became full.");
            try
            {
                await AcceptAsync($"call_{i}");
            }
            catch (InboxUnavailableException e)
            {
                Assert.Contains("disk of the inbox is full", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        disk.MakeRoom();
        for (int i = 0; i < 100; i++)
        {
            await AcceptAsync($"later_{i}");
        }

        Assert.Equal(answered, await inbox.ListAsync(new InboxQuery(), Cancellation).Select(static e => e.CallId).Reverse().ToListAsync(Cancellation));

        async Task AcceptAsync(string call)
        {
            await inbox.AcceptAsync(Incoming(Of("started", call, $"\"x\":\"{new string('x', 300)}\""), _clock.GetUtcNow()), Cancellation);
            answered.Add(call);
        }
    }

    [Fact]
    public async Task Long_lists_and_prunings_go_in_steps_and_miss_nothing()
    {
        await using SqliteInbox inbox = Open();
        await Task.WhenAll(Enumerable.Range(0, 7_000).Select(i =>
            inbox.AcceptAsync(Incoming(Of("started", $"call_{i}"), _clock.GetUtcNow()), Cancellation).AsTask()));
        Assert.Equal(7_000, await inbox.ListAsync(new InboxQuery(), Cancellation).Select(static e => e.Id).Distinct().CountAsync(Cancellation));
        Assert.Equal(3_500, await inbox.ListAsync(new InboxQuery { Limit = 3_500 }, Cancellation).CountAsync(Cancellation));
        Assert.Equal(7_000, await inbox.DiscardAsync(new InboxQuery(), Cancellation));
        _clock.Advance(TimeSpan.FromDays(1));

        // The last one stays, so that numbers are never given twice.
        Assert.Equal(6_999, await inbox.PruneAsync(_clock.GetUtcNow(), Cancellation));
        Assert.Equal(0, await inbox.PruneAsync(_clock.GetUtcNow(), Cancellation));
    }

    [Fact]
    public void Memory_of_what_was_seen_is_bounded_and_forgets_the_oldest_first()
    {
        RecentEvents recent = new(TimeSpan.FromMinutes(10));
        for (int i = 0; i < RecentEvents.Capacity + 1_000; i++)
        {
            recent.Add((UInt128)i, at: i / 1_000);
        }

        Assert.False(recent.Has(999, now: 251));
        Assert.True(recent.Has(1_000, now: 251));
        Assert.False(recent.Has(RecentEvents.Capacity, now: 250 + (10 * 60_000)));
    }

    [Fact]
    public async Task A_clock_that_was_ahead_does_not_make_the_window_longer()
    {
        await using SqliteInbox inbox = Open();
        byte[] body = Of("started", "c");
        DateTimeOffset now = _clock.GetUtcNow();
        Assert.Equal(IntakeResult.Stored, await inbox.AcceptAsync(Incoming(body, now + TimeSpan.FromDays(1)), Cancellation));
        Assert.Equal(IntakeResult.Stored, await inbox.AcceptAsync(Incoming(body, now), Cancellation));
        Assert.Equal(IntakeResult.Repeated, await inbox.AcceptAsync(Incoming(body, now), Cancellation));
    }

    private SqliteInbox Open() => SqliteInbox.Open(File, new InboxOptions { TimeProvider = _clock });

    private void Run(string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        connection.Open();
        Schema.Run(connection, sql);
    }
}
