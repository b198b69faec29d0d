using System.Globalization;
using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Http;
using HelpLightning.Sandbox.Json;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Routing;

/// <summary>A request that the gate let through: who calls, what with, and the ways to answer.</summary>
internal sealed class ApiRequest(HttpContext http, ApiRoute route, Caller caller, JsonFields body, SandboxDatabase database)
{
    public HttpContext Http { get; } = http;

    public ApiRoute Route { get; } = route;

    public Caller Caller { get; } = caller;

    public JsonFields Body { get; } = body;

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
    public string? Query(string name) =>
        Http.Request.Query.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values) ? values.ToString() : null;

    /// <summary>A query parameter that is a whole number within bounds.</summary>
    public long QueryNumber(string name, long absent, long least, long most) => Query(name) is not { } text
        ? absent
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most
            ? number
            : throw SandboxException.BadParameter(
                string.Create(CultureInfo.InvariantCulture, $"Parameter '{name}' wants a whole number from {least} to {most}."));

    /// <summary>Answers from what the database holds.</summary>
    public async Task ReadAsync(Action<Db, Utf8JsonWriter> work)
    {
        using JsonAnswer answer = JsonAnswer.Rent();
        database.Read(db =>
        {
            work(db, answer.Writer);
            return true;
        });
        await answer.SendAsync(Http, Route.Success).ConfigureAwait(false);
    }

    /// <summary>Changes the database and answers; nothing is answered before it is committed.</summary>
    public async Task WriteAsync(Action<Db, Utf8JsonWriter> work)
    {
        using JsonAnswer answer = JsonAnswer.Rent();
        database.Write(db => work(db, answer.Writer));
        await answer.SendAsync(Http, Route.Success).ConfigureAwait(false);
    }
}
