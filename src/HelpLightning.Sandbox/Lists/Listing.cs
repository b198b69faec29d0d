using System.Text.Json;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Http;
using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox.Lists;

/// <summary>Reads what is asked of a list, and answers it.</summary>
internal sealed class Listing(SandboxDatabase database, HelpLightningSandboxOptions options)
{
    /// <summary>Answers that were written before.</summary>
    private readonly AnswerCache _answers = new();

    public ListQuery Query(ApiRequest request, ListableFields fields) => ListQuery.Parse(request, fields, options);

    /// <summary>
    /// Answers a list from what the database holds, or as it was answered before if nothing was written since. Only for
    /// answers that depend on the site, the path and the query alone: none with a token, a time or an address in it.
    /// </summary>
    public async Task AnswerAsync(ApiRequest request, ListableFields fields, Action<Db, Utf8JsonWriter, ListQuery> work)
    {
        AnswerCache.Key key = new(request.SiteId, request.Http.Request.Path.Value!, request.Http.Request.QueryString.Value ?? "");
        long version = database.Version;
        if (_answers.Find(key, version) is { } known)
        {
            await JsonAnswer.SendAsync(request.Http, request.Route.Success, known).ConfigureAwait(false);
            return;
        }

        ListQuery query = Query(request, fields);
        using JsonAnswer answer = JsonAnswer.Rent();
        database.Read(db =>
        {
            work(db, answer.Writer, query);
            return true;
        });
        await answer.SendAsync(request.Http, request.Route.Success).ConfigureAwait(false);
        _answers.Add(key, version, answer.Written);
    }
}
