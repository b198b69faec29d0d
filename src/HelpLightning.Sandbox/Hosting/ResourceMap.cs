using HelpLightning.Sandbox.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>Where a resource puts its routes. Everything mapped here is behind the gate.</summary>
internal sealed class ResourceMap(IEndpointRouteBuilder routes, Gate gate)
{
    public void Get(string pattern, RequestDelegate handler) => routes.MapGet(pattern, gate.Guard(handler));
}
