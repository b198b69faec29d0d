using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using HelpLightning.Sandbox;

namespace HelpLightning.Aspire.Hosting;

/// <summary>
/// Help Lightning's sandbox in an Aspire application. It runs in the AppHost's process, so nothing else has to be installed;
/// <see cref="HelpLightningSandboxBuilderExtensions.AddHelpLightningSandbox"/> makes one.
/// </summary>
public sealed class HelpLightningSandboxResource : Resource, IResourceWithEndpoints, IResourceWithWaitSupport
{
    internal const string EndpointName = "http";

    internal HelpLightningSandboxResource(string name, HelpLightningSandboxOptions options, string folder)
        : base(name)
    {
        Run = new SandboxRun(this, options, folder);
        Endpoint = new EndpointReference(this, EndpointName);
    }

    /// <summary>Where it answers: a loopback address, without <c>/api</c>.</summary>
    public EndpointReference Endpoint { get; }

    internal SandboxRun Run { get; }

    /// <summary>
    /// The sandbox itself once it runs, for an AppHost or a test of it that lets a call happen, adds a fault or looks at the
    /// requests. It is disposed with the application.
    /// </summary>
    /// <exception cref="DistributedApplicationException">It did not start, or has stopped; the message says why.</exception>
    public Task<HelpLightningSandbox> GetSandboxAsync(CancellationToken cancellationToken = default) =>
        Run.GetAsync(cancellationToken);
}
