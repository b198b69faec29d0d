using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>Puts the routes of the table behind the gate and the strict checks.</summary>
internal sealed class ResourceMap(SandboxCore core)
{
    private readonly Gate _gate = core.Gate;

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (Route route in core.Routes)
        {
            routes.MapMethods(route.Template, [route.Method], context => AnswerAsync(context, route));
        }
    }

    private async Task AnswerAsync(HttpContext context, Route route)
    {
        Caller caller = _gate.Admit(context, route.Tokens);
        CheckQuery(context.Request.Query, route);
        RequestBody body = await RequestBody.ReadAsync(context, route, core.Options.Strict).ConfigureAwait(false);
        await route.Handler(new ApiRequest(context, route, caller, body, core)).ConfigureAwait(false);
    }

    private void CheckQuery(IQueryCollection query, Route route)
    {
        if (query.Count == 0 || !core.Options.Strict)
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
