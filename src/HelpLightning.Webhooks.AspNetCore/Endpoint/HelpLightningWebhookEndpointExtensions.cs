using System.Diagnostics.CodeAnalysis;
using HelpLightning.Webhooks.AspNetCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the address at which webhooks come.</summary>
public static class HelpLightningWebhookEndpointExtensions
{
    /// <summary>
    /// Takes webhooks at a path and at all paths below it: what an event is, its body says, so that one address serves for all types and
    /// workspaces, and <c>/call</c> and <c>/session</c> under it do as well.
    /// <para>
    /// The signature is what lets a request in, so that the application's own authorization is not asked. Only <c>POST</c> is taken.
    /// </para>
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, such as <c>/hooks/help-lightning</c>.</param>
    /// <exception cref="InvalidOperationException"><c>AddHelpLightningWebhooks</c> was not called.</exception>
    public static IEndpointConventionBuilder MapHelpLightningWebhooks(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        WebhookEndpoint endpoint = endpoints.ServiceProvider.GetService<WebhookEndpoint>() ?? throw new InvalidOperationException(
            "There are no webhooks to map. Call builder.Services.AddHelpLightningWebhooks(...) before the application is built.");
        return endpoints
            .MapPost(pattern.TrimEnd('/') + "/{**anything}", endpoint.HandleAsync)
            .WithDisplayName("Help Lightning webhooks")
            .AllowAnonymous();
    }
}
