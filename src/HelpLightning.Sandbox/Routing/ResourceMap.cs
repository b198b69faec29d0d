using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpLightning.Sandbox.Routing;

/// <summary>Puts the routes of the table behind the gate and the strict checks.</summary>
internal sealed class ResourceMap(IReadOnlyList<ApiRoute> apiRoutes, Gate gate, SandboxDatabase database, bool isStrict)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (ApiRoute route in apiRoutes)
        {
            routes.MapMethods(route.Template, [route.Method], context => AnswerAsync(context, route));
        }
    }

    private async Task AnswerAsync(HttpContext context, ApiRoute route)
    {
        Caller caller = gate.Admit(context, route.Tokens);
        CheckQuery(context.Request.Query, route);
        JsonFields body = await RequestBody.ReadAsync(context, route, isStrict).ConfigureAwait(false);
        await route.Handler(new ApiRequest(context, route, caller, body, database)).ConfigureAwait(false);
    }

    private void CheckQuery(IQueryCollection query, ApiRoute route)
    {
        if (query.Count == 0 || !isStrict)
        {
            return;
        }

        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in query)
        {
            if (!route.Query.Contains(name))
            {
                string known = route.Query.Count == 0 ? "This route has none." : $"This route knows: {string.Join(", ", route.Query)}.";
                throw SandboxException.BadParameter($"Unknown parameter '{name}'. {known}");
            }

            if (values.Count > 1)
            {
                throw SandboxException.BadParameter($"Parameter '{name}' is there more than once.");
            }
        }
    }
}
