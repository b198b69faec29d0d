using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using HelpLightning.Aspire.Hosting;
using HelpLightning.Sandbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

#pragma warning disable IDE0130 // where an AppHost looks for what it can add
namespace Aspire.Hosting;
#pragma warning restore IDE0130

/// <summary>Adds Help Lightning's sandbox to an Aspire application.</summary>
public static class HelpLightningSandboxBuilderExtensions
{
    /// <summary>
    /// Adds a sandbox that runs in the AppHost's process, and only while the application runs: what is published knows nothing
    /// of it. <see cref="WithReference"/> gives a project its settings.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name in the dashboard.</param>
    /// <param name="port">Where it listens on 127.0.0.1; null for that of the options, which is by default a free one.</param>
    /// <param name="options">
    /// What it is and how it answers. A relative data file lies in the AppHost's folder. The partner key is made by the resource.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The options have partner keys of their own, or nowhere to listen. What else is wrong with them shows when it starts.
    /// </exception>
    public static IResourceBuilder<HelpLightningSandboxResource> AddHelpLightningSandbox(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        int? port = null,
        HelpLightningSandboxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        options ??= new HelpLightningSandboxOptions();
        if (options.PartnerPublicKeys.Count > 0)
        {
            throw new ArgumentException(
                $"Leave {nameof(options.PartnerPublicKeys)} empty: projects need the private half, so the resource makes a key of its own.",
                nameof(options));
        }

        if (options.ListenEndPoint is null)
        {
            throw new ArgumentException(
                $"Give {nameof(options.ListenEndPoint)}, or leave it as it is: projects are other processes and need an address.",
                nameof(options));
        }

        if (port is not null)
        {
            options = options with { ListenEndPoint = new IPEndPoint(IPAddress.Loopback, port.Value) };
        }

        HelpLightningSandboxResource resource = new(name, options, builder.AppHostDirectory);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SandboxStop>());
        return builder.AddResource(resource)
            .WithInitialState(new CustomResourceSnapshot
            {
                ResourceType = "HelpLightningSandbox",
                State = KnownResourceStates.NotStarted,
                Properties = [],
            })
            .WithIconName("Headset")
            .WithAnnotation(new EndpointAnnotation(
                ProtocolType.Tcp,
                uriScheme: "http",
                name: HelpLightningSandboxResource.EndpointName,
                port: FixedPort(options),
                isProxied: false)
            {
                TargetHost = IPAddress.Loopback.ToString(), // the sandbox does not listen on ::1, where localhost may lead
            })
            .WithUrlForEndpoint(HelpLightningSandboxResource.EndpointName, static url => url.DisplayText = "Developer page")
            .WithHttpHealthCheck(SandboxLog.HealthPath, endpointName: HelpLightningSandboxResource.EndpointName)
            .WithCommand("reset", "Start over", context => ResetAsync(resource, context), new CommandOptions
            {
                Description = "Data, clock, faults and webhooks as they were at the start.",
                ConfirmationMessage = "Everything that was changed in the sandbox will be gone. Start over?",
                IconName = "ArrowReset",
                UpdateState = static context => context.ResourceSnapshot.HealthStatus == HealthStatus.Healthy
                    ? ResourceCommandState.Enabled
                    : ResourceCommandState.Disabled,
            })
            .OnInitializeResource(static (resource, told, stop) => resource.Run.StartAsync(told, stop))
            .ExcludeFromManifest();
    }

    /// <summary>
    /// Gives a project or an executable the sandbox's settings, so that <c>AddHelpLightning(configuration.GetSection("HelpLightning"))</c>
    /// works there as it is. The partner key is a file in a folder of this user alone. When the application is published, nothing is
    /// given: the real site's settings belong there.
    /// </summary>
    /// <param name="builder">Who gets them.</param>
    /// <param name="sandbox">Whose.</param>
    /// <param name="section">The section of the configuration that the client is made from.</param>
    /// <exception cref="ArgumentException">It is a container, which reaches neither this machine's loopback nor the key's file.</exception>
    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<HelpLightningSandboxResource> sandbox, string section = "HelpLightning")
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(sandbox);
        ArgumentException.ThrowIfNullOrEmpty(section);
        RequireProcess(builder.Resource);
        SandboxRun run = sandbox.Resource.Run;
        return builder
            .WithReferenceRelationship(sandbox.Resource)
            .WithEnvironment(context =>
            {
                if (context.ExecutionContext.IsRunMode)
                {
                    string prefix = Variable(section);
                    context.EnvironmentVariables[$"{prefix}__BaseAddress"] = new SandboxSetting(run, static r => r.Address);
                    context.EnvironmentVariables[$"{prefix}__SiteId"] = new SandboxSetting(run, static r => r.SiteId);
                    context.EnvironmentVariables[$"{prefix}__ApiKey"] = new SandboxSetting(run, static r => r.ApiKey);
                    context.EnvironmentVariables[$"{prefix}__PartnerKeyFile"] = new SandboxSetting(run, static r => r.KeyFile);
                }
            });
    }

    /// <summary>
    /// Posts the sandbox's events of all types to a project, signed, and gives the project the secret as a file, so that
    /// <c>AddHelpLightningWebhooks(configuration.GetSection("HelpLightning:Webhooks"))</c> works there as it is.
    /// </summary>
    /// <param name="sandbox">Who posts.</param>
    /// <param name="receiver">Who gets them: a project or an executable.</param>
    /// <param name="path">What the receiver was mapped at, such as <c>/hooks/help-lightning</c>.</param>
    /// <param name="endpointName">Which endpoint; null for the first that is http, else the first that is https.</param>
    /// <param name="section">The section of the configuration that the receiver is made from.</param>
    /// <exception cref="ArgumentException">The path does not begin with a slash, or the receiver is a container.</exception>
    public static IResourceBuilder<HelpLightningSandboxResource> WithWebhooksTo<T>(
        this IResourceBuilder<HelpLightningSandboxResource> sandbox,
        IResourceBuilder<T> receiver,
        string path,
        string? endpointName = null,
        string section = "HelpLightning:Webhooks")
        where T : IResourceWithEnvironment, IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentException.ThrowIfNullOrEmpty(section);
        if (path is not ['/', ..])
        {
            throw new ArgumentException("The path of a receiver begins with a slash, such as '/hooks/help-lightning'.", nameof(path));
        }

        RequireProcess(receiver.Resource);
        SandboxRun run = sandbox.Resource.Run;
        WebhookReceiver target = new(receiver.Resource, path, endpointName);
        run.Receivers.Add(target);
        receiver
            .WithReferenceRelationship(sandbox.Resource)
            .WithEnvironment(context =>
            {
                if (context.ExecutionContext.IsRunMode)
                {
                    // One more file, not another one: two sandboxes may post to one receiver.
                    string prefix = $"{Variable(section)}__SecretFiles__";
                    int free = Enumerable.Range(0, int.MaxValue).First(i => !context.EnvironmentVariables.ContainsKey($"{prefix}{i}"));
                    context.EnvironmentVariables[$"{prefix}{free}"] =
                        run.Secrets.WriteSecret(target.Secret, target.SecretFileName(sandbox.Resource.Name));
                }
            });
        return sandbox;
    }

    /// <summary>Loads a scenario once the sandbox runs, and again when it starts over. See docs/sandbox.md.</summary>
    /// <param name="sandbox">Where.</param>
    /// <param name="file">A JSON file; a relative path begins in the AppHost's folder.</param>
    public static IResourceBuilder<HelpLightningSandboxResource> WithScenario(
        this IResourceBuilder<HelpLightningSandboxResource> sandbox, string file)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        ArgumentException.ThrowIfNullOrEmpty(file);
        sandbox.Resource.Run.Scenario = file;
        return sandbox;
    }

    private static string Variable(string section) => section.Replace(":", "__", StringComparison.Ordinal);

    private static int? FixedPort(HelpLightningSandboxOptions options) =>
        options.ListenEndPoint is { Port: > 0 } endPoint ? endPoint.Port : null;

    private static void RequireProcess(IResource resource)
    {
        if (resource.IsContainer())
        {
            throw new ArgumentException(
                $"'{resource.Name}' is a container, and the sandbox answers on this machine's loopback only: run it as a project or an "
                + "executable while it uses the sandbox.");
        }
    }

    private static async Task<ExecuteCommandResult> ResetAsync(HelpLightningSandboxResource resource, ExecuteCommandContext context)
    {
        try
        {
            await resource.Run.ResetAsync(context.CancellationToken).ConfigureAwait(false);
            return CommandResults.Success();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or DistributedApplicationException)
        {
            return CommandResults.Failure(e.Message);
        }
    }
}
