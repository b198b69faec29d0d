using System.Net.Http.Json;
using HelpLightning.Aspire.Hosting;
using HelpLightning.Sandbox;
using Microsoft.Extensions.DependencyInjection;

namespace HelpLightning.Aspire.Tests;

/// <summary>samples/Aspire as it is started by a developer: Aspire's orchestrator, the project as a process of its own.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task The_project_calls_the_sandbox_and_hears_of_its_calls()
    {
        using CancellationTokenSource patience = Application.Patience();
        CancellationToken stop = patience.Token;
        await using IDistributedApplicationTestingBuilder builder =
            await DistributedApplicationTestingBuilder.CreateAsync<Projects.HelpDesk_AppHost>(stop);
        string inbox = Path.Combine(Path.GetTempPath(), $"hl-aspire-test-{Guid.NewGuid():N}");
        ProjectResource desk = builder.Resources.OfType<ProjectResource>().Single();
        builder.CreateResourceBuilder(desk).WithEnvironment("HelpLightning__Webhooks__InboxFile", Path.Combine(inbox, "inbox.sqlite"));
        await using DistributedApplication application = await builder.BuildAsync(stop);
        await application.StartAsync(stop);
        await application.ResourceNotifications.WaitForResourceHealthyAsync("helplightning", stop);
        await application.ResourceNotifications.WaitForResourceAsync("desk", KnownResourceStates.Running, stop);

        using HttpClient http = application.CreateHttpClient("desk");
        Assert.Equal("Ann Field", await http.GetStringAsync("/", stop));

        HelpLightningSandboxResource resource = application.Services.GetRequiredService<DistributedApplicationModel>()
            .Resources.OfType<HelpLightningSandboxResource>().Single();
        HelpLightningSandbox sandbox = await resource.GetSandboxAsync(stop);
        SandboxCall call = sandbox.Calls.Start("ann@example.com", "1");
        sandbox.Calls.End(call.CallId);
        string[] ended = [];
        while (!ended.Contains(call.CallId))
        {
            await Task.Delay(100, stop);
            ended = await http.GetFromJsonAsync<string[]>("/calls", stop) ?? [];
        }

        await application.StopAsync(stop);
        Directory.Delete(inbox, recursive: true);
    }
}
