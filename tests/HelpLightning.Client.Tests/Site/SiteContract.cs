using System.Text.Json.Nodes;
using HelpLightning.Export;

namespace HelpLightning.Client.Tests;

/// <summary>What a site's own token opens. Runs against the sandbox, or a real site (<see cref="SiteFixture"/>).</summary>
public sealed class SiteContract(SiteFixture site)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Covers("GET /api/v1r1/enterprise/users")]
    [Covers("GET /api/v1r1/enterprise/users/{user_id}")]
    public async Task People()
    {
        await using SiteSession session = site.Open();
        List<User> users = await session.Client.Users.ListAsync(options: new ListOptions { PageSize = 3, Limit = 7, Order = "name" }, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation);
        Assert.NotEmpty(users);
        Assert.Equal(users.Count, users.DistinctBy(u => u.Id).Count());
        Assert.All(users, u => Assert.NotNull(u.CreatedAt));
        User one = await session.Client.Users.GetAsync(users[0].Id, Cancellation);
        Assert.Equal(users[0].Email, one.Email);
        Assert.NotNull(one.Token?.ExpiresAt);
        Assert.Contains(await session.Client.Users.ListAsync(UserFilter.Email == one.Email!, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation), u => u.Id == one.Id);
        await Assert.ThrowsAnyAsync<HelpLightningApiException>(() => session.Client.Users.GetAsync(long.MaxValue, Cancellation));
    }

    [Fact]
    [Covers("GET /api/v1/enterprise/users")]
    public async Task People_with_tokens()
    {
        await using SiteSession session = site.Open();
        Assert.All(await session.Client.Users.ListWithTokensAsync(options: new ListOptions { Limit = 5 }, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation), u => Assert.NotNull(u.Token));
    }

    [Fact]
    [Covers("POST /api/v1r1/enterprise/users")]
    public async Task An_invitation_and_a_second_one()
    {
        site.RequireWrites();
        await using SiteSession session = site.Open();
        UserInvitation invitation = new() { Name = "Contract Test", Email = $"contract+{Guid.NewGuid():N}@example.com" };
        User invited = await session.Client.Users.InviteAsync(invitation, Cancellation);
        Assert.Equal(invitation.Email, (await session.Client.Users.FindByEmailAsync(invitation.Email, Cancellation))?.Email);
        Assert.NotEqual(0, invited.Id);
        await Assert.ThrowsAnyAsync<HelpLightningApiException>(() => session.Client.Users.InviteAsync(invitation, Cancellation));
    }

    [Fact]
    [Covers("GET /api/v1r1/enterprise/pods")]
    [Covers("GET /api/v1r1/enterprise/pods/{pod_id}")]
    [Covers("GET /api/v1/enterprise/pods/{pod_id}/users")]
    [Covers("GET /api/v1/enterprise/pods/{pod_id}/calls")]
    public async Task Groups()
    {
        await using SiteSession session = site.Open();
        List<Group> groups = await session.Client.Groups.ListAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation);
        Group first = await session.Client.Groups.GetAsync(groups[0].Id, Cancellation);
        List<User> members = await session.Client.Groups.ListMembersAsync(first.Id, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation);
        Assert.Equal(first.Users.Select(u => u.Id!.Value).Order(), members.Select(u => u.Id).Order());
        HashSet<long?> ids = [.. members.Select(m => (long?)m.Id)];
        await foreach (Call call in session.Client.Groups.ListCallsAsync(first.Id, options: new ListOptions { Limit = 20 }, cancellationToken: TestContext.Current.CancellationToken).WithCancellation(Cancellation))
        {
            Assert.All(call.Participants, p => Assert.Contains(p.Id, ids));
        }
    }

    [Fact]
    [Covers("GET /api/v1r1/enterprise/workspaces")]
    [Covers("GET /api/v1r1/enterprise/workspaces/{workspace_id}")]
    public async Task Workspaces()
    {
        await using SiteSession session = site.Open();
        List<Workspace> workspaces = await session.Client.Workspaces.ListAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation);
        session.SkipWhen(workspaces.Count == 0, "The key is a workspace's: there are no workspaces.");
        Assert.All(workspaces, w => Assert.NotNull(w.Token));
        EnterpriseClient inside = session.Client.AsWorkspace(workspaces[0].Id);
        Assert.All(await inside.Users.ListAsync(options: new ListOptions { Limit = 3 }, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation), u => Assert.Equal(workspaces[0].Id, u.EnterpriseId));
    }

    [Fact]
    [Covers("GET /api/v1/enterprise/calls")]
    [Covers("GET /api/v1/enterprise/calls/{call_id}")]
    [Covers("GET /api/v1/enterprise/calls/range")]
    [Covers("GET /api/v1r1/enterprise/calls/{call_id}/attachments")]
    public async Task Calls_and_what_they_left_behind()
    {
        await using SiteSession session = site.Open();
        List<Call> calls = await session.Client.Calls.ListAsync(options: new ListOptions { Limit = 120 }, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation);
        Assert.NotEmpty(calls);
        Assert.All(calls, c => Assert.NotEqual("", c.Id.Value));
        Call over = calls.First(c => c.EndedAt is not null);
        Call one = await session.Client.Calls.GetAsync(over.Id, Cancellation);
        Assert.Equal((over.StartedAt, over.EndReason), (one.StartedAt, one.EndReason));
        Assert.InRange(one.Duration!.Value, TimeSpan.Zero, one.EndedAt!.Value - one.StartedAt!.Value + TimeSpan.FromSeconds(1));
        DateTimeOffset latest = calls.Max(c => c.StartedAt)!.Value;
        Assert.All(await session.Client.Calls.ListSinceAsync(latest, new ListOptions { Limit = 5 }, TestContext.Current.CancellationToken).ToListAsync(Cancellation),
            c => Assert.True(c.StartedAt >= latest - TimeSpan.FromSeconds(1)));

        session.SkipWhen(!calls.Any(c => c.HasAttachments == true), "No call of the first 120 has attachments.");
        Call rich = calls.First(c => c.HasAttachments == true);
        foreach (Attachment attachment in await session.Client.Attachments.ListAsync(rich.Id, Cancellation))
        {
            using MemoryStream file = new();
            long written = await session.Client.Attachments.DownloadAsync(attachment, file, cancellationToken: Cancellation);
            Assert.Equal(file.Length, written);
            Assert.True(file.Length > 0);
        }
    }

    [Fact]
    [Covers("GET /api/v1r1/enterprise/calls/{call_id}/attachments/{attachment_id}")]
    public async Task One_attachment()
    {
        await using SiteSession session = site.Open();
        Call? rich = null;
        await foreach (Call call in session.Client.Calls.ListAsync(options: new ListOptions { Limit = 120 }, cancellationToken: TestContext.Current.CancellationToken).WithCancellation(Cancellation))
        {
            rich ??= call.HasAttachments == true ? call : null;
        }

        session.SkipWhen(rich is null, "No call of the first 120 has attachments.");
        Attachment listed = (await session.Client.Attachments.ListAsync(rich!.Id, Cancellation))[0];
        Attachment? one = null;
        try
        {
            one = await session.Client.Attachments.GetAsync(rich.Id, listed.Id, Cancellation);
        }
        catch (HelpLightningNotFoundException) when (site.IsReal)
        {
            session.SkipWhen(true, "This site has no route for one attachment.");
        }

        Assert.Equal((listed.Id, listed.Uuid, listed.Name, listed.CallId), (one!.Id, one.Uuid, one.Name, one.CallId));
        Assert.NotNull(one.SignedUrl);
    }

    [Fact]
    [Covers("POST /api/v1r1/enterprise/reports/calls")]
    [Covers("GET /api/v1r1/enterprise/reports/calls/{uuid}")]
    public async Task The_report_as_a_table()
    {
        site.RequireWrites();
        await using SiteSession session = site.Open();
        using MemoryStream zip = new();
        await session.Client.Reports.RunAsync(ReportFormat.Csv, zip, Patience, cancellationToken: Cancellation);
        zip.Position = 0;
        Assert.All(CallReportReader.ReadZip(zip), row => Assert.NotEqual("", row.Id));
    }

    [Fact]
    [Covers("POST /api/v1r1/enterprise/reports/calls.json")]
    public async Task The_report_as_JSON()
    {
        site.RequireWrites();
        await using SiteSession session = site.Open();
        using MemoryStream zip = new();
        await session.Client.Reports.RunAsync(ReportFormat.Json, zip, Patience, cancellationToken: Cancellation);
        zip.Position = 0;
        using System.IO.Compression.ZipArchive archive = new(zip);
        Assert.NotNull(JsonNode.Parse(archive.Entries[0].Open()));
    }

    [Fact]
    [Covers("POST /api/v1/search")]
    public async Task Everybody_is_searched()
    {
        string email = site.RequireUser();
        await using SiteSession session = site.Open();
        Assert.Contains(await session.Client.Contacts.SearchAsync(email, includeTokens: true, Cancellation), c => c.Token is not null);
    }

#pragma warning disable HL0001 // areas are held to their contract as experimental as they are
    [Fact]
    [Covers("GET /api/v1/enterprise/areas")]
    [Covers("POST /api/v1/enterprise/areas")]
    [Covers("GET /api/v1/enterprise/areas/{area_id}")]
    [Covers("PUT /api/v1/enterprise/areas/{area_id}")]
    [Covers("GET /api/v1/enterprise/areas/{area_id}/assets")]
    [Covers("POST /api/v1/enterprise/areas/{area_id}/assets")]
    public async Task Areas()
    {
        site.RequireSandbox();
        await using SiteSession session = site.Open();
        AreasClient areas = session.Client.Areas;
        Area hall = await areas.CreateAsync(new AreaDetails("Hall", 48.1, 11.5), Cancellation);
        await areas.UpdateAsync(hall.Id!.Value, new AreaDetails("Hall 2", 48.1, 11.5), Cancellation);
        Assert.Equal("Hall 2", (await areas.GetAsync(hall.Id.Value, Cancellation)).Name);
        Assert.Contains(await areas.ListAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation), a => a.Id == hall.Id);
        AreaAsset pump = await areas.CreateAssetAsync(hall.Id.Value, new JsonObject { ["name"] = "Pump" }, Cancellation);
        Assert.Contains(await areas.ListAssetsAsync(hall.Id.Value, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation), a => a.Id == pump.Id);
    }
#pragma warning restore HL0001

    private ReportRunOptions Patience => new() { PollInterval = site.IsReal ? TimeSpan.FromSeconds(5) : TimeSpan.FromMilliseconds(5) };
}
