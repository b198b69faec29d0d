using HelpLightning.Proxy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the signing proxy.</summary>
public static class HelpLightningProxyEndpointExtensions
{
    /// <summary>
    /// Forwards what comes under <c>/api</c> and <c>/auth</c>, with any method. It asks for no authorization of its own beyond
    /// <see cref="HelpLightningProxyOptions.Callers"/>: add <c>RequireAuthorization()</c> where the application has one.
    /// </summary>
    /// <param name="endpoints">The application, which listens on this machine only; otherwise whoever reaches it calls as the site.</param>
    /// <exception cref="InvalidOperationException"><c>AddHelpLightningProxy</c> was not called.</exception>
    public static IEndpointConventionBuilder MapHelpLightningProxy(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        HelpLightningProxy proxy = endpoints.ServiceProvider.GetService<HelpLightningProxy>() ?? throw new InvalidOperationException(
            "There is no proxy to map. Call builder.Services.AddHelpLightningProxy(...) before the application is built.");
        RouteGroupBuilder group = endpoints.MapGroup("");
        group.Map("/api/{**path}", (RequestDelegate)proxy.HandleAsync).WithDisplayName("Help Lightning proxy: /api");
        group.Map("/auth/{**path}", (RequestDelegate)proxy.HandleAsync).WithDisplayName("Help Lightning proxy: /auth");
        return group;
    }
}
