using System.Globalization;
using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Lists;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>A request that the gate let through: who calls, what with, and the ways to answer.</summary>
internal sealed class ApiRequest(HttpContext http, Route route, Caller caller, RequestBody body, SandboxCore core)
{
    public HttpContext Http { get; } = http;

    public Route Route { get; } = route;

    public Caller Caller { get; } = caller;

    public RequestBody Body { get; } = body;

    public SandboxCore Core { get; } = core;

    /// <summary>The site or workspace that is acted in.</summary>
    public long SiteId => Caller.SiteId;

    /// <summary>The host that the caller used, without a slash at the end: addresses in answers begin with it.</summary>
    public string Host => $"{Http.Request.Scheme}://{Http.Request.Host}";

    /// <summary>A part of the path.</summary>
    public string Path(string name) => (string)Http.Request.RouteValues[name]!;

    /// <summary>A part of the path that is a whole number.</summary>
    public long PathNumber(string name) => long.TryParse(Path(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        ? number
        : throw SandboxException.BadParameter($"The {name} in the path is not a whole number.");

    /// <summary>A query parameter; null when it is absent.</summary>
    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values) ? values.ToString() : null;

    /// <summary>A query parameter that is a whole number within bounds.</summary>
    public long QueryNumber(string name, long absent, long least, long most) => Query(name) is not { } text
        ? absent
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most
            ? number
            : throw SandboxException.BadParameter(string.Create(CultureInfo.InvariantCulture, $"Parameter '{name}' wants a whole number from {least} to {most}."));

    /// <summary>Answers from what the database holds.</summary>
    public async Task ReadAsync(Action<Db, Utf8JsonWriter> work)
    {
        using JsonAnswer answer = JsonAnswer.Rent();
        Core.Database.Read(db =>
        {
            work(db, answer.Writer);
            return true;
        });
        await answer.SendAsync(Http, Route.Success).ConfigureAwait(false);
    }

    /// <summary>
    /// Answers a list from what the database holds, or as it was answered before if nothing was written since. Only for
    /// answers that depend on the site, the path and the query alone: none with a token, a time or an address in it.
    /// </summary>
    public async Task ReadListAsync(ListableFields fields, Action<Db, Utf8JsonWriter, ListQuery> work)
    {
        AnswerCache.Key key = new(SiteId, Http.Request.Path.Value!, Http.Request.QueryString.Value ?? "");
        long version = Core.Database.Version;
        if (Core.Lists.Find(key, version) is { } known)
        {
            await JsonAnswer.SendAsync(Http, Route.Success, known).ConfigureAwait(false);
            return;
        }

        ListQuery query = ListQuery.Parse(this, fields);
        using JsonAnswer answer = JsonAnswer.Rent();
        Core.Database.Read(db =>
        {
            work(db, answer.Writer, query);
            return true;
        });
        await answer.SendAsync(Http, Route.Success).ConfigureAwait(false);
        Core.Lists.Add(key, version, answer.Written);
    }

    /// <summary>Changes the database and answers; nothing is answered before it is committed.</summary>
    public async Task WriteAsync(Action<Db, Utf8JsonWriter> work)
    {
        using JsonAnswer answer = JsonAnswer.Rent();
        Core.Database.Write(db => work(db, answer.Writer));
        await answer.SendAsync(Http, Route.Success).ConfigureAwait(false);
    }
}
