using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Samples.Tests;

public sealed class UserSyncTests
{
    private const int Everybody = 40;

    [Fact]
    public async Task The_second_run_asks_only_for_what_changed()
    {
        await using Site site = await Site.StartAsync();
        using Flow flow = new(site.Address);
        Assert.Equal(0, await RunOnceAsync(site, flow));
        Assert.Equal(Everybody, Count(site));
        Assert.DoesNotContain(flow.Queries, static query => query.Contains("filter", StringComparison.Ordinal));

        flow.Queries.Clear();
        Assert.Equal(0, await RunOnceAsync(site, flow));
        Assert.Contains("filter=updated_at>", Assert.Single(flow.Queries));
        Assert.Equal(Everybody, Count(site));
    }

    [Fact]
    public async Task A_run_that_fails_is_gone_on_with_where_it_was()
    {
        await using Site site = await Site.StartAsync();
        using Flow flow = new(site.Address) { FailFrom = 4 };
        Assert.Equal(1, await RunOnceAsync(site, flow));
        Assert.Equal(15, Count(site));
        Assert.Equal("page:4/5", Read(site, "SELECT position FROM sync"));
        Assert.Equal("", Read(site, "SELECT complete_until FROM sync"));

        flow.Queries.Clear();
        flow.FailFrom = 0;
        Assert.Equal(0, await RunOnceAsync(site, flow));
        Assert.Contains("page=4", flow.Queries.First());
        Assert.Equal(Everybody, Count(site));
        Assert.Equal("", Read(site, "SELECT position FROM sync"));
        Assert.NotEqual("", Read(site, "SELECT complete_until FROM sync"));
    }

    [Fact]
    public async Task Control_C_leaves_a_whole_database_and_the_place_to_go_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT for another process.");
        await using Site site = await Site.StartAsync();
        using Flow flow = new(site.Address) { HoldFrom = 4 };
        await using (SampleProgram sync = SampleProgram.Start("UserSync", Settings(site, flow, once: false)))
        {
            await flow.Held.Task.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
            sync.PressControlC();
            Assert.Equal(0, await sync.ExitCodeAsync());
        }

        Assert.Equal("ok", Read(site, "PRAGMA integrity_check"));
        string position = Read(site, "SELECT position FROM sync");
        Assert.Matches("^page:[34]/5$", position);
        Assert.Equal((position[5] - '1') * 5, Count(site));

        flow.HoldFrom = 0;
        Assert.Equal(0, await RunOnceAsync(site, flow));
        Assert.Equal(Everybody, Count(site));
    }

    [Fact]
    public async Task A_missing_key_file_ends_it_at_the_start_with_a_reason()
    {
        await using Site site = await Site.StartAsync();
        using Flow flow = new(site.Address);
        Dictionary<string, string> settings = Settings(site, flow, once: true);
        settings["HelpLightning__PartnerKeyFile"] = site.PathTo("missing.pem");
        await using SampleProgram sync = SampleProgram.Start("UserSync", settings);
        Assert.Equal(3, await sync.ExitCodeAsync());
        Assert.Contains("missing.pem", sync.Error);
    }

    /// <summary>The time that the next run asks from is the server's, however far this machine is ahead of it.</summary>
    [Fact]
    public async Task Who_came_while_this_machine_was_ahead_is_not_missed()
    {
        await using Site site = await Site.StartAsync(ahead: TimeSpan.FromHours(-1));
        using Flow flow = new(site.Address);
        Assert.Equal(0, await RunOnceAsync(site, flow));
        await site.InviteAsync("new@example.com");
        flow.Queries.Clear();
        Assert.Equal(0, await RunOnceAsync(site, flow));
        Assert.Contains("filter=updated_at>", Assert.Single(flow.Queries));
        Assert.Equal(Everybody + 1, Count(site));
    }

    [Fact]
    public async Task A_state_of_the_servers_future_is_told_and_everybody_is_read_again()
    {
        await using Site site = await Site.StartAsync();
        using Flow flow = new(site.Address);
        Assert.Equal(0, await RunOnceAsync(site, flow));
        Write(site, "DELETE FROM users; UPDATE sync SET complete_until = '2199-01-01T00:00:00.0000000+00:00'");
        await using SampleProgram sync = SampleProgram.Start("UserSync", Settings(site, flow, once: true));
        Assert.Equal(0, await sync.ExitCodeAsync());
        Assert.Contains("All users are read again", sync.Output);
        Assert.Equal(Everybody, Count(site));
        Assert.DoesNotContain("2199", Read(site, "SELECT complete_until FROM sync"));
    }

    private static async Task<int> RunOnceAsync(Site site, Flow flow)
    {
        await using SampleProgram sync = SampleProgram.Start("UserSync", Settings(site, flow, once: true));
        return await sync.ExitCodeAsync();
    }

    private static Dictionary<string, string> Settings(Site site, Flow flow, bool once)
    {
        Dictionary<string, string> settings = site.Settings(flow.Address);
        settings["UserSync__DataFile"] = site.PathTo("users.db");
        settings["UserSync__PageSize"] = "5";
        settings["UserSync__Once"] = once ? "true" : "false";
        return settings;
    }

    private static int Count(Site site) => int.Parse(Read(site, "SELECT count(*) FROM users"), CultureInfo.InvariantCulture);

    private static void Write(Site site, string sql)
    {
        using SqliteConnection connection = new($"Data Source={site.PathTo("users.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string Read(Site site, string sql)
    {
        using SqliteConnection connection = new($"Data Source={site.PathTo("users.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = new(sql, connection);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }
}
