using HelpLightning.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpLightning.Sandbox.Page.Meet;

/// <summary><c>/meet/…</c>: where a link leads to. A guest gives a name and is in a call with the link's owner.</summary>
internal sealed class MeetEndpoints(Meetings meetings, PageGuard guard)
{
    private const int LongestName = 255;

    private readonly MeetView _view = new(guard);

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (string pattern in new[] { "/meet/link/{code}", "/meet/{username}" })
        {
            routes.MapMethods(pattern, ["GET"], context => SendAsync(context, Door(context, "")));
            routes.MapMethods(pattern, ["POST"], JoinAsync);
        }

        routes.MapMethods(
            "/meet/guest/{key}", ["GET"],
            context => SendAsync(
                context,
                meetings.Find(Part(context, "key")!) is { } meeting ? MeetView.Inside(_view.Leave(context.Request.Path), meeting) : null));
        routes.MapMethods("/meet/guest/{key}", ["POST"], async context =>
        {
            await RequireOwnAsync(context).ConfigureAwait(false);
            meetings.Leave(Part(context, "key")!);
            GoTo(context, context.Request.Path);
        });
    }

    private async Task JoinAsync(HttpContext context)
    {
        IFormCollection fields = await RequireOwnAsync(context).ConfigureAwait(false);
        string name = fields["name"].ToString().Trim();
        if (name.Length is 0 or > LongestName)
        {
            await SendAsync(
                context,
                Door(
                    context,
                    name.Length == 0
                        ? "Your name is empty."
                        : $"Your name is longer than {LongestName} characters.")).ConfigureAwait(false);
            return;
        }

        if (meetings.Join(Part(context, "code"), Part(context, "username"), name) is { } key)
        {
            GoTo(context, $"/meet/guest/{key}");
        }
        else
        {
            await SendAsync(context, null).ConfigureAwait(false);
        }
    }

    private Html? Door(HttpContext context, string problem) => meetings.Host(Part(context, "code"), Part(context, "username")) is { } host
        ? _view.Door(context.Request.Path, host, problem)
        : null;

    private async Task<IFormCollection> RequireOwnAsync(HttpContext context)
    {
        PageGuard.SetHeaders(context.Response);
        SameOrigin.Require(context.Request);
        IFormCollection fields = await PageEndpoints.ReadAsync(context).ConfigureAwait(false);
        guard.RequireOwnForm(context.Request, fields);
        return fields;
    }

    private static string? Part(HttpContext context, string name) => (string?)context.Request.RouteValues[name];

    private static void GoTo(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
    }

    private static Task SendAsync(HttpContext context, Html? content)
    {
        context.Response.StatusCode = content is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return PageEndpoints.SendHtmlAsync(context, MeetView.Whole(content ?? MeetView.Gone()));
    }
}
