using System.Globalization;
using HelpLightning.Client;
using HelpLightning.Export;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Webhooks.Archiving.Tests;

/// <summary>What an event leads to, and how often anybody is asked for it.</summary>
public sealed class AttachmentArchiverTests(ArchiveSite site) : IClassFixture<ArchiveSite>
{
    private static CancellationToken Cancellation => ArchiveSite.Cancellation;

    [Theory]
    [InlineData("number")]
    [InlineData("number as text")]
    [InlineData("number only")]
    [InlineData("uuid only")]
    public async Task One_question_brings_the_right_bytes_to_the_right_place_and_a_repeat_none(string form)
    {
        string call = $"call_{form.Replace(' ', '-')}";
        IReadOnlyList<Attachment> attachments = await site.AddCallAsync(call, ("other.txt", 0), ("pump.txt", 20_000));
        Attachment wanted = attachments[1];
        byte[] content = await site.ContentAsync(wanted);
        string folder = site.NewFolder();
        site.Sandbox.Requests.Clear();
        using (AttachmentArchive archive = new(folder, new AttachmentArchiveOptions()))
        {
            AttachmentArchiver archiver = new(site.Client, archive, new AttachmentArchiverOptions());
            Settlement first = await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(wanted, form));
            Assert.Equal((InboxEventState.Handled, null), (first.State, first.Error));
            Assert.Equal((1, 1), (site.AttachmentRequests(), site.FileRequests()));

            Settlement again = await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(wanted, form));
            Assert.Equal(InboxEventState.Handled, again.State);
            Assert.Equal((form == "uuid only" ? 2 : 1, 1), (site.AttachmentRequests(), site.FileRequests()));
        }

        string file = string.Create(CultureInfo.InvariantCulture, $"{call}/{wanted.Id}/pump.txt");
        Assert.Equal([file], Folder.Files(folder));
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(folder, file), Cancellation));
        Folder.RequireSums(folder);
        string row = (await File.ReadAllLinesAsync(Path.Combine(folder, "manifest.csv"), Cancellation))[1];
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{call},{wanted.Id},pump.txt,downloaded,{file},20000,"), row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_the_route_is_asked_for_the_list()
    {
        await using ArchiveSite older = new() { OmitAttachmentRoute = true };
        await older.InitializeAsync();
        IReadOnlyList<Attachment> attachments = await older.AddCallAsync("call_older", ("a.txt", 0), ("b.txt", 0));
        string folder = older.NewFolder();
        using AttachmentArchive archive = new(folder, new AttachmentArchiveOptions());
        Settlement settlement = await ArchiveSite.HandleAsync(
            new AttachmentArchiver(older.Client, archive, new AttachmentArchiverOptions()), ArchiveSite.EventOf(attachments[1], "number only"));
        Assert.Equal(InboxEventState.Handled, settlement.State);
        Assert.EndsWith("/b.txt", Assert.Single(Folder.Files(folder)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing of it", "the API does not have it")]
    [InlineData("nothing of its call", "the API does not have it")]
    [InlineData("no address", "the API has no address for it")]
    [InlineData("no file", "its file is not there")]
    public async Task What_is_not_there_yet_is_tried_again_later_and_later_until_it_is(string how, string says)
    {
        string call = $"call_{how.Replace(' ', '-')}";
        Attachment attachment = Assert.Single(await site.AddCallAsync(call, ("slow.mp4", 5_000)));
        bool isThere = false;
        string unsigned = string.Create(
            CultureInfo.InvariantCulture, $$"""{"id":{{attachment.Id}},"uuid":"{{attachment.Uuid}}","name":"slow.mp4","signed_url":""}""");
        using Doorman door = new(request => isThere ? null : (how, request.RequestUri!.Segments) switch
        {
            ("no file", [_, "files/", ..]) => Doorman.NotFound(),
            ("no file", _) => null,
            ("nothing of it", [.., "attachments"]) => Doorman.Ok("[]"),
            ("no address", [.., "attachments"]) => Doorman.Ok($"[{unsigned}]"),
            ("no address", [.., "attachments/", _]) => Doorman.Ok(unsigned),
            (_, [.., "attachments"] or [.., "attachments/", _]) => Doorman.NotFound(),
            _ => null,
        });
        using HelpLightningClient client = site.NewClient(door);
        string folder = site.NewFolder();
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 29, 8, 0, 0, TimeSpan.Zero));
        using AttachmentArchive archive = new(folder, new AttachmentArchiveOptions { TimeProvider = clock });
        AttachmentArchiver archiver = new(client, archive, new AttachmentArchiverOptions());
        int[] delays = [10, 30, 90, 270, 810, 2430, 7290, 14400, 14400];
        for (int attempts = 0; attempts < delays.Length; attempts++)
        {
            Settlement waiting = await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment, attempts: attempts), clock);
            Assert.Equal(InboxEventState.Waiting, waiting.State);
            Assert.Equal(clock.GetUtcNow().AddSeconds(delays[attempts]), waiting.NextAttemptAt);
            Assert.Equal(
                string.Create(CultureInfo.InvariantCulture, $"Attachment {attachment.Id} of call {call} was announced, but {says}: not yet, or it has been deleted since."),
                waiting.Error);
        }

        Assert.Empty(Folder.Files(folder));
        isThere = true;
        Assert.Equal(InboxEventState.Handled, (await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment, attempts: 9), clock)).State);
        Assert.Single(Folder.Files(folder));
    }

    [Fact]
    public async Task A_download_that_broke_off_goes_on_at_the_next_attempt()
    {
        Attachment attachment = Assert.Single(await site.AddCallAsync("call_broken", ("big.mp4", 2_000_000)));
        byte[] content = await site.ContentAsync(attachment);
        string folder = site.NewFolder();
        site.Sandbox.Requests.Clear();
        site.Sandbox.Faults.Add($"/files/attachments/{attachment.Uuid}/** truncate next=1");
        using AttachmentArchive archive = new(folder, new AttachmentArchiveOptions());
        AttachmentArchiver archiver = new(site.Client, archive, new AttachmentArchiverOptions());
        Settlement broken = await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment));
        Assert.Equal(InboxEventState.Waiting, broken.State);
        Assert.StartsWith("HelpLightningUnreachableException: ", broken.Error, StringComparison.Ordinal);
        Assert.EndsWith("/big.mp4.part", Assert.Single(Folder.Files(folder)), StringComparison.Ordinal);

        Settlement whole = await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment, attempts: 1));
        Assert.Equal(InboxEventState.Handled, whole.State);
        Assert.Equal(206, site.Sandbox.Requests.List().Last(r => r.Path.StartsWith("/files/", StringComparison.Ordinal)).Status);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(folder, Assert.Single(Folder.Files(folder))), Cancellation));
    }

    [Fact]
    public async Task No_name_leads_out_of_the_folder_and_equal_names_do_not_meet()
    {
        string[] names = ["../../x", "CON", "bell\a\u001b[2J", new string('x', 300), "same.txt", "same.txt", "SAME.TXT", "", "\u202egpj.exe"];
        IReadOnlyList<Attachment> attachments = await site.AddCallAsync("call_names", [.. names.Select(n => (n, 0))]);
        Assert.Equal(names.Length, attachments.Count);
        string parent = site.NewFolder();
        string folder = Path.Combine(parent, "a", "b");
        using (AttachmentArchive archive = new(folder, new AttachmentArchiveOptions()))
        {
            AttachmentArchiver archiver = new(site.Client, archive, new AttachmentArchiverOptions());
            foreach (Attachment attachment in attachments)
            {
                Assert.Equal(InboxEventState.Handled, (await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment))).State);
            }
        }

        Assert.Equal(["a", "b"], Directory.GetDirectories(parent, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Take(2));
        Assert.Single(Directory.GetFileSystemEntries(parent));
        string[] files = Folder.Files(folder);
        Assert.Equal(names.Length, files.Length);
        Assert.All(files, f => Assert.Matches("^call_names/[0-9]+/[^/\\p{C}]{1,200}$", f));
        Assert.Contains(files, f => f.EndsWith("/_CON", StringComparison.Ordinal));
        Assert.Contains(files, f => f.EndsWith("/_.._x", StringComparison.Ordinal) || f.EndsWith("/_.._.._x", StringComparison.Ordinal));
        Folder.RequireSums(folder);
    }

    [Theory]
    [InlineData("call_x", "{}", "The event does not say which attachment it is about: no number and no uuid. The reconciler finds what it meant.")]
    [InlineData("..", "{\"id\":1}", "The event does not say which call it is about. The reconciler finds what it meant.")]
    [InlineData("", "{\"id\":1}", "The event does not say which call it is about. The reconciler finds what it meant.")]
    public async Task An_event_that_names_nothing_is_not_tried_again(string call, string attachment, string says)
    {
        using AttachmentArchive archive = new(site.NewFolder(), new AttachmentArchiveOptions());
        AttachmentArchiver archiver = new(site.Client, archive, new AttachmentArchiverOptions());
        Settlement settlement = await ArchiveSite.HandleAsync(archiver, ArchiveSite.Event(call, attachment));
        Assert.Equal((InboxEventState.Dead, says), (settlement.State, settlement.Error));
    }

    [Fact]
    public async Task The_name_of_the_secret_chooses_the_client()
    {
        Attachment attachment = Assert.Single(await site.AddCallAsync("call_signed", ("a.txt", 0)));
        using HelpLightningClient refused = site.NewClient(apiKey: "not-this-key");
        using AttachmentArchive archive = new(site.NewFolder(), new AttachmentArchiveOptions());
        AttachmentArchiver archiver = new(
            context => context.SignedBy switch { "plant" => site.Client, "office" => refused, _ => null! }, archive, new AttachmentArchiverOptions());

        Settlement office = await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment, signedBy: "office"));
        Assert.Equal(InboxEventState.Waiting, office.State);
        Assert.StartsWith("HelpLightningPermissionException: ", office.Error, StringComparison.Ordinal);
        Settlement nobody = await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment, signedBy: "lab"));
        Assert.Equal("InvalidOperationException: There is no client for events that 'lab' signed. Give one for each secret.", nobody.Error);
        Assert.Equal(InboxEventState.Waiting, nobody.State);
        Settlement plant = await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment, signedBy: "plant"));
        Assert.Equal(InboxEventState.Handled, plant.State);
    }

    [Fact]
    public void Delays_have_their_range()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttachmentArchiverOptions { FirstDelay = TimeSpan.FromTicks(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttachmentArchiverOptions { LongestDelay = TimeSpan.FromDays(8) });
    }

}
