using System.Net;
using System.Net.Sockets;
using HelpLightning.Aspire.Hosting;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;
using Microsoft.Extensions.DependencyInjection;

namespace HelpLightning.Aspire.Tests;

/// <summary>The resource from its start to its end, run by Aspire's orchestrator.</summary>
public sealed class SandboxResourceTests : IDisposable
{
    private readonly CancellationTokenSource _patience = Application.Patience();

    private CancellationToken Stop => _patience.Token;

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task It_becomes_healthy_shows_its_page_and_ends_with_the_application()
    {
        IDistributedApplicationBuilder builder = Application.Build();
        IResourceBuilder<HelpLightningSandboxResource> sandbox = builder.AddHelpLightningSandbox("site");
        Uri address;
        string folder;
        await using (DistributedApplication application = builder.Build())
        {
            await application.StartAsync(Stop);
            ResourceEvent told = await application.ResourceNotifications.WaitForResourceHealthyAsync("site", Stop);
            address = (await sandbox.Resource.GetSandboxAsync(Stop)).BaseAddress;
            Assert.Equal(KnownResourceStates.Running, told.Snapshot.State?.Text);
            Assert.Equal("HelpLightningSandbox", told.Snapshot.ResourceType);
            UrlSnapshot url = Assert.Single(told.Snapshot.Urls);
            Assert.Equal(address, new Uri(url.Url));
            Assert.False(url.IsInactive);
            Assert.Equal("Developer page", url.DisplayProperties.DisplayName);
            Assert.Equal(address, new Uri(sandbox.Resource.Endpoint.Url));
            Assert.True(told.Snapshot.Properties.Single(static p => p.Name == "API key").IsSensitive);
            string keyFile = Assert.IsType<string>(told.Snapshot.Properties.Single(static p => p.Name == "Partner key").Value);
            folder = Path.GetDirectoryName(keyFile)!;
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
            }

            await application.StopAsync(Stop);
            Assert.True(application.ResourceNotifications.TryGetCurrentState("site", out ResourceEvent? last));
            Assert.Equal(KnownResourceStates.Finished, last.Snapshot.State?.Text);
            Assert.NotNull(last.Snapshot.StopTimeStamp);
        }

        Assert.False(Directory.Exists(folder));
        using TcpClient caller = new();
        await Assert.ThrowsAsync<SocketException>(() => caller.ConnectAsync(IPAddress.Loopback, address.Port, Stop).AsTask());
        Assert.Contains("has stopped", (await Assert.ThrowsAsync<DistributedApplicationException>(() => sandbox.Resource.GetSandboxAsync(Stop))).Message);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_failed_start_that_says_so()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        IDistributedApplicationBuilder builder = Application.Build();
        IResourceBuilder<HelpLightningSandboxResource> sandbox = builder.AddHelpLightningSandbox("site", port);
        await using DistributedApplication application = builder.Build();
        await application.StartAsync(Stop);
        await application.ResourceNotifications.WaitForResourceAsync("site", KnownResourceStates.FailedToStart, Stop);
        DistributedApplicationException why = await Assert.ThrowsAsync<DistributedApplicationException>(() => sandbox.Resource.GetSandboxAsync(Stop));
        Assert.Contains($"127.0.0.1:{port}", why.Message);
        Assert.Contains(why.InnerException!.Message, await ErrorLogAsync(application, "site"));
    }

    [Fact]
    public async Task A_receiver_without_an_endpoint_is_a_failed_start_that_names_the_remedy()
    {
        IDistributedApplicationBuilder builder = Application.Build();
        IResourceBuilder<HelpLightningSandboxResource> sandbox = builder.AddHelpLightningSandbox("site").WithWebhooksTo(builder.AddIdle(), "/hook");
        await using DistributedApplication application = builder.Build();
        await application.StartAsync(Stop);
        await application.ResourceNotifications.WaitForResourceAsync("site", KnownResourceStates.FailedToStart, Stop);
        Assert.Contains(
            "WithHttpEndpoint()",
            (await Assert.ThrowsAsync<DistributedApplicationException>(() => sandbox.Resource.GetSandboxAsync(Stop))).Message);
    }

    [Fact]
    public async Task A_scenario_is_loaded_and_comes_back_when_it_starts_over()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hl-aspire-test-");
        string file = Path.Combine(folder.FullName, "scenario.json");
        await File.WriteAllTextAsync(
            file, """{"start_from": "empty", "users": [{"id": 7, "name": "Bo Bench", "email": "bo@example.com"}]}""", Stop);
        IDistributedApplicationBuilder builder = Application.Build();
        IResourceBuilder<HelpLightningSandboxResource> resource = builder.AddHelpLightningSandbox("site").WithScenario(file);
        await using DistributedApplication application = builder.Build();
        await application.StartAsync(Stop);
        await application.ResourceNotifications.WaitForResourceHealthyAsync("site", Stop);
        HelpLightningSandbox sandbox = await resource.Resource.GetSandboxAsync(Stop);
        await sandbox.LoadScenarioAsync("""{"start_from": "empty", "users": [{"id": 8, "name": "Cy", "email": "cy@example.com"}]}""", Stop);

        ExecuteCommandResult result = await application.ResourceCommands.ExecuteCommandAsync("site", "reset", Stop);
        Assert.True(result.Success, result.Message);
        Assert.NotEmpty(sandbox.CreatePersonalAccessToken("bo@example.com"));
        Assert.Throws<ArgumentException>(() => sandbox.CreatePersonalAccessToken("cy@example.com"));

        // What is wrong with the file by then is the command's answer.
        await File.WriteAllTextAsync(file, """{"users": [{"nme": "Bo"}]}""", Stop);
        result = await application.ResourceCommands.ExecuteCommandAsync("site", "reset", Stop);
        Assert.False(result.Success);
        Assert.Contains("'users[0].name' is missing", result.Message);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Its_settings_make_a_client_that_is_answered()
    {
        IDistributedApplicationBuilder builder = Application.Build();
        IResourceBuilder<HelpLightningSandboxResource> sandbox =
            builder.AddHelpLightningSandbox("site", options: new HelpLightningSandboxOptions { SiteId = new SiteId(777) });
        IResourceBuilder<ExecutableResource> idle = builder.AddIdle().WithReference(sandbox, "Desk:Site");
        await using DistributedApplication application = builder.Build();
        await application.StartAsync(Stop);

        // Nobody waits for the sandbox here: whoever asks for the variables does.
        IReadOnlyDictionary<string, string> variables = await Application.VariablesOfAsync(idle);
        HelpLightningOptions options = new()
        {
            BaseAddress = new Uri(variables["Desk__Site__BaseAddress"]),
            SiteId = SiteId.Parse(variables["Desk__Site__SiteId"], null),
            ApiKey = variables["Desk__Site__ApiKey"],
            PartnerKeyFile = variables["Desk__Site__PartnerKeyFile"],
        };
        Assert.Equal(new SiteId(777), options.SiteId);
        using HelpLightningClient client = HelpLightningClient.Create(options);
        Assert.Equal("Ann Field", (await client.Users.GetAsync(24, Stop)).Name);
    }

    [Fact]
    public async Task A_data_file_keeps_people_and_the_api_key_over_runs_with_a_partner_key_each()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hl-aspire-test-");
        string file = Path.Combine(folder.FullName, "site.sqlite");
        string? first = null;
        for (int run = 1; run <= 2; run++)
        {
            IDistributedApplicationBuilder builder = Application.Build();
            IResourceBuilder<HelpLightningSandboxResource> sandbox =
                builder.AddHelpLightningSandbox("site", options: new HelpLightningSandboxOptions { DataFile = file });
            IResourceBuilder<ExecutableResource> idle = builder.AddIdle().WithReference(sandbox);
            await using DistributedApplication application = builder.Build();
            await application.StartAsync(Stop);
            IReadOnlyDictionary<string, string> variables = await Application.VariablesOfAsync(idle);
            first ??= variables["HelpLightning__ApiKey"];
            Assert.Equal(first, variables["HelpLightning__ApiKey"]);
            using HelpLightningClient client = HelpLightningClient.Create(new HelpLightningOptions
            {
                BaseAddress = new Uri(variables["HelpLightning__BaseAddress"]),
                SiteId = SiteId.Parse(variables["HelpLightning__SiteId"], null),
                ApiKey = first,
                PartnerKeyFile = variables["HelpLightning__PartnerKeyFile"],
            });
            if (run == 1)
            {
                await client.Users.InviteAsync(new UserInvitation { Email = "new@example.com", Name = "New Person" }, Stop);
            }

            Assert.Equal("New Person", (await client.Users.FindByEmailAsync("new@example.com", Stop))?.Name);
        }

        folder.Delete(recursive: true);
    }

    private async Task<string> ErrorLogAsync(DistributedApplication application, string resource)
    {
        ResourceLoggerService logs = application.Services.GetRequiredService<ResourceLoggerService>();
        await foreach (IReadOnlyList<LogLine> lines in logs.WatchAsync(resource).WithCancellation(Stop))
        {
            foreach (LogLine line in lines.Where(static l => l.IsErrorMessage))
            {
                return line.Content;
            }
        }

        return "";
    }
}
