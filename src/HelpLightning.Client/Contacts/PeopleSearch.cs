using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>The search over all of Help Lightning, which users and sites share.</summary>
internal static class PeopleSearch
{
    /// <summary>It only reads, so it may be repeated although it is a POST.</summary>
    public static readonly Endpoint Route = Endpoint.Post("/api/v1/search", TokenKind.EnterpriseOrUser) with { IsRepeatable = true };

    public static Task<IReadOnlyList<Contact>> RunAsync(ApiCaller api, string term, bool includeTokens, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(term);
        JsonObject body = new() { ["search_term"] = term, ["include_token"] = includeTokens };
        return api.ReadArrayAsync(Route.Request().Json(body), ApiJson.Default.ContactPage, cancellationToken);
    }
}
