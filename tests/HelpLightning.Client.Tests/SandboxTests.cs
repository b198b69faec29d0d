using HelpLightning.Sandbox;

namespace HelpLightning.Client.Tests;

/// <summary>The two sides of the wire, written apart, put together.</summary>
public sealed class SandboxTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_client_walks_the_sandboxs_people_and_reads_one()
    {
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [TestClient.Key.PublicKey] }, Cancellation);
        using HelpLightningClient client = ClientFor(sandbox);
        List<User> users = [];
        await foreach (User user in client.Users.ListAsync(options: new ListOptions { PageSize = 7, Order = "id" }, cancellationToken: TestContext.Current.CancellationToken).WithCancellation(Cancellation))
        {
            users.Add(user);
        }

        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), users.Select(u => u.Id));
        Assert.All(users, u => Assert.NotNull(u.CreatedAt));
        Assert.All(users, u => Assert.Empty(u.AdditionalData));
        Assert.All(users, u => Assert.Null(u.Token));

        User ann = await client.Users.GetAsync(24, Cancellation);
        Assert.Equal("Ann Field", ann.Name);
        Assert.NotNull(ann.Token);
        await Assert.ThrowsAsync<HelpLightningNotFoundException>(() => client.Users.GetAsync(4711, Cancellation));
    }

    [Theory]
    [InlineData(ExpiredTokenAnswer.BadRequest400Code1003)]
    [InlineData(ExpiredTokenAnswer.Unauthorized401Text)]
    public async Task A_clock_two_minutes_behind_is_corrected_by_the_servers_date(ExpiredTokenAnswer style)
    {
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [TestClient.Key.PublicKey], ExpiredTokenAnswer = style }, Cancellation);
        using HelpLightningClient client = ClientFor(sandbox, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(-2)));
        Assert.Equal(1, (await client.Users.GetAsync(1, Cancellation)).Id);
    }

    [Fact]
    public async Task Many_callers_share_a_client()
    {
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [TestClient.Key.PublicKey] }, Cancellation);
        using HelpLightningClient client = ClientFor(sandbox);
        User[] users = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => client.Users.GetAsync((i % 40) + 1, Cancellation)));
        Assert.All(users, (user, i) => Assert.Equal((i % 40) + 1, user.Id));
    }

    [Theory]
    [InlineData(ReportFormat.Csv)]
    [InlineData(ReportFormat.Json)]
    public async Task A_report_that_fails_is_an_error_of_its_own_and_the_next_one_comes(ReportFormat format)
    {
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [TestClient.Key.PublicKey], ReportTime = TimeSpan.Zero, Faults = [SandboxFault.Parse("report=failed next=1")] }, Cancellation);
        using HelpLightningClient client = ClientFor(sandbox);
        using MemoryStream zip = new();
        HelpLightningReportException e = await Assert.ThrowsAsync<HelpLightningReportException>(
            () => client.Reports.RunAsync(format, zip, cancellationToken: Cancellation));
        Assert.True(e.Report.HasFailed);
        Assert.Equal(0, zip.Length);
        Assert.True((await client.Reports.RunAsync(format, zip, cancellationToken: Cancellation)).IsComplete);
        Assert.NotEqual(0, zip.Length);
    }

    private static HelpLightningClient ClientFor(HelpLightningSandbox sandbox, TimeProvider? clock = null)
    {
        HelpLightningOptions options = TestClient.Options(sandbox.BaseAddress.ToString());
        options.ApiKey = sandbox.ApiKey;
        options.TimeProvider = clock ?? TimeProvider.System;
        Assert.Equal(options.SiteId, sandbox.SiteId);
        return HelpLightningClient.Create(options);
    }
}
