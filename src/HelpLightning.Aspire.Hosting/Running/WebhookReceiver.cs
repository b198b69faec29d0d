using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using HelpLightning.Sandbox;

namespace HelpLightning.Aspire.Hosting;

/// <summary>A resource that gets the sandbox's webhooks, and the secret that signs them, made up for this run.</summary>
internal sealed class WebhookReceiver(IResourceWithEndpoints resource, string path, string? endpointName)
{
    public string Name => resource.Name;

    public string Secret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the receiver calls the secret in its log: the file's name without its ending.</summary>
    public string SecretFileName(string sandbox) => $"{sandbox}-to-{resource.Name}.txt";

    /// <summary>Waits until Aspire has given the receiver its port, which is before the receiver starts.</summary>
    public async Task<IEnumerable<SandboxWebhook>> LocateAsync(CancellationToken stop)
    {
        EndpointReference endpoint = Endpoint();

        // The value of an endpoint is what waits for its port; its properties throw before.
        string address = await endpoint.GetValueAsync(stop).ConfigureAwait(false)
            ?? throw new DistributedApplicationException($"The endpoint '{endpoint.EndpointName}' of '{resource.Name}' got no address.");
        UriBuilder url = new(address) { Path = path };

        // Aspire's names below localhost lead to this machine, but not everything resolves them.
        if (url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            url.Host = "localhost";
        }

        return Enum.GetValues<SandboxEventType>()
            .Select(type => new SandboxWebhook { PayloadUrl = url.Uri, EventType = type, Secret = Secret });
    }

    /// <summary>Http before https: the development certificate need not be trusted by this process.</summary>
    private EndpointReference Endpoint()
    {
        EndpointAnnotation[] endpoints = [.. resource.Annotations.OfType<EndpointAnnotation>()];
        EndpointAnnotation? chosen = endpointName is null
            ? endpoints.FirstOrDefault(static e => e.UriScheme == "http") ?? endpoints.FirstOrDefault(static e => e.UriScheme == "https")
            : endpoints.FirstOrDefault(e => e.Name == endpointName);
        return chosen is null
            ? throw new DistributedApplicationException(
                endpointName is null
                    ? $"'{resource.Name}' has no HTTP endpoint to post webhooks to: give it one with WithHttpEndpoint()."
                    : $"'{resource.Name}' has no endpoint '{endpointName}' to post webhooks to: name one of "
                        + $"{string.Join(", ", endpoints.Select(static e => $"'{e.Name}'"))}.")
            : new EndpointReference(resource, chosen);
    }
}
