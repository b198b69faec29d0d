using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>
/// Areas and what is in them. The routes are known from a demo of unknown origin only, their answers not at all: this may
/// change or go. Methods are virtual so that tests can replace them; safe for many threads.
/// </summary>
[Experimental("HL0001")]
public class AreasClient
{
    private static readonly Endpoint ListEndpoint = Endpoint.Get("/api/v1/enterprise/areas", TokenKind.Enterprise, Confidence.ThirdParty);
    private static readonly Endpoint CreateEndpoint = Endpoint.Post(
        "/api/v1/enterprise/areas", TokenKind.Enterprise, Confidence.ThirdParty);
    private static readonly Endpoint GetEndpoint = Endpoint.Get(
        "/api/v1/enterprise/areas/{area_id}", TokenKind.Enterprise, Confidence.ThirdParty);
    private static readonly Endpoint UpdateEndpoint = Endpoint.Put(
        "/api/v1/enterprise/areas/{area_id}", TokenKind.Enterprise, Confidence.ThirdParty);
    private static readonly Endpoint ListAssetsEndpoint = Endpoint.Get(
        "/api/v1/enterprise/areas/{area_id}/assets", TokenKind.Enterprise, Confidence.ThirdParty);
    private static readonly Endpoint CreateAssetEndpoint = Endpoint.Post(
        "/api/v1/enterprise/areas/{area_id}/assets", TokenKind.Enterprise, Confidence.ThirdParty);

    private readonly ApiCaller _api;

    internal AreasClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected AreasClient() => _api = null!;

    /// <summary>Lists areas.</summary>
    /// <param name="options">Limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(ListEndpoint))]
    public virtual PagedList<Area> ListAsync(
        ListOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.List(ListEndpoint.Request(), ApiJson.Default.AreaPage, options, cancellationToken);

    /// <summary>Makes an area.</summary>
    /// <param name="details">What it shall be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(CreateEndpoint))]
    public virtual Task<Area> CreateAsync(AreaDetails details, CancellationToken cancellationToken = default) =>
        _api.ReadAsync(CreateEndpoint.Request().Json(Body(details)), ApiJson.Default.Area, wrapper: "area", cancellationToken);

    /// <summary>Reads an area.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(GetEndpoint))]
    public virtual Task<Area> GetAsync(long id, CancellationToken cancellationToken = default) =>
        _api.ReadAsync(GetEndpoint.Request(id), ApiJson.Default.Area, wrapper: "area", cancellationToken);

    /// <summary>Changes an area.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="details">What it shall be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(UpdateEndpoint))]
    public virtual Task<Area> UpdateAsync(long id, AreaDetails details, CancellationToken cancellationToken = default) =>
        _api.ReadAsync(UpdateEndpoint.Request(id).Json(Body(details)), ApiJson.Default.Area, wrapper: "area", cancellationToken);

    /// <summary>Lists what is in an area.</summary>
    /// <param name="id">The area's id.</param>
    /// <param name="options">Limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(ListAssetsEndpoint))]
    public virtual PagedList<AreaAsset> ListAssetsAsync(
        long id, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.List(ListAssetsEndpoint.Request(id), ApiJson.Default.AreaAssetPage, options, cancellationToken);

    /// <summary>Puts something into an area. Which fields it has is not known, so you say them.</summary>
    /// <param name="id">The area's id.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(CreateAssetEndpoint))]
    public virtual Task<AreaAsset> CreateAssetAsync(long id, JsonObject fields, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return _api.ReadAsync(CreateAssetEndpoint.Request(id).Json(fields), ApiJson.Default.AreaAsset, wrapper: "asset", cancellationToken);
    }

    private static JsonObject Body(AreaDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        return new JsonObject { ["name"] = details.Name, ["latitude"] = details.Latitude, ["longitude"] = details.Longitude };
    }
}
