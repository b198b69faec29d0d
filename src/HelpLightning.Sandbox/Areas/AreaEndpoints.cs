using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Areas;

/// <summary>
/// Areas and their assets. Only the routes and the fields of an area have been seen, never an answer, so these are plain:
/// entries in a list, and what was sent with an id.
/// </summary>
internal sealed class AreaEndpoints(TimeProvider clock)
{
    private const string Path = "/api/v1/enterprise/areas";

    private static readonly IReadOnlyList<BodyField> Fields =
    [
        new("name", BodyFieldType.Text), new("latitude", BodyFieldType.NumberOrText), new("longitude", BodyFieldType.NumberOrText),
    ];

    public IEnumerable<ApiRoute> Routes =>
    [
        new("GET", Path, TokenKinds.AnyEnterprise, "Lists the areas of a site", ListAsync) { Reply = "AreaList", Group = "Areas" },
        new("POST", Path, TokenKinds.AnyEnterprise, "Makes an area", CreateAsync)
        {
            Body = [.. Fields.Select(f => f with { IsRequired = true })], Reply = "Area", Group = "Areas",
        },
        new("GET", Path + "/{area_id}", TokenKinds.AnyEnterprise, "Shows an area", GetAsync) { Reply = "Area", Group = "Areas" },
        new("PUT", Path + "/{area_id}", TokenKinds.AnyEnterprise, "Changes an area", UpdateAsync)
        {
            Body = Fields, Reply = "Area", Group = "Areas",
        },
        new("GET", Path + "/{area_id}/assets", TokenKinds.AnyEnterprise, "Lists the assets of an area", ListAssetsAsync)
        {
            Reply = "AssetList", Group = "Areas",
        },
        new("POST", Path + "/{area_id}/assets", TokenKinds.AnyEnterprise, "Makes an asset in an area", CreateAssetAsync)
        {
            Body = [new("name", BodyFieldType.Text, IsRequired: true)], TakesAnyField = true, Reply = "Asset", Group = "Areas",
        },
    ];

    private static Task ListAsync(ApiRequest request) => request.ReadAsync((db, json) =>
    {
        using Rows rows = db.Query("SELECT id, name, latitude, longitude FROM areas WHERE site_id = ?1 ORDER BY id", request.Caller.SiteId);
        json.WriteStartObject();
        json.WriteStartArray("entries"u8);
        while (rows.Next())
        {
            Write(json, rows);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private Task CreateAsync(ApiRequest request) => request.WriteAsync((db, json) =>
    {
        long id = db.Insert(
            "INSERT INTO areas (site_id, name, latitude, longitude, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
            request.Caller.SiteId, request.Body.FilledText("name"), Raw(request, "latitude"), Raw(request, "longitude"),
            VendorTime.Now(clock));
        WriteOne(db, json, id, request.Caller.SiteId);
    });

    private static Task GetAsync(ApiRequest request)
    {
        long id = request.PathNumber("area_id");
        return request.ReadAsync((db, json) => WriteOne(db, json, id, request.Caller.SiteId));
    }

    private Task UpdateAsync(ApiRequest request)
    {
        long id = request.PathNumber("area_id");
        return request.WriteAsync((db, json) =>
        {
            db.Run(
                """
                UPDATE areas SET name = coalesce(?3, name), latitude = coalesce(?4, latitude), longitude = coalesce(?5, longitude),
                updated_at = ?6
                WHERE id = ?1 AND site_id = ?2
                """,
                id, request.Caller.SiteId, request.Body.LooseText("name"), Raw(request, "latitude"), Raw(request, "longitude"),
                VendorTime.Now(clock));
            WriteOne(db, json, id, request.Caller.SiteId);
        });
    }

    private static Task ListAssetsAsync(ApiRequest request)
    {
        long area = request.PathNumber("area_id");
        return request.ReadAsync((db, json) =>
        {
            RequireArea(db, area, request.Caller.SiteId);
            using Rows rows = db.Query("SELECT id, properties FROM assets WHERE area_id = ?1 ORDER BY id", area);
            json.WriteStartObject();
            json.WriteStartArray("entries"u8);
            while (rows.Next())
            {
                WriteAsset(json, rows.Number(0), rows.Text(1));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private Task CreateAssetAsync(ApiRequest request)
    {
        long area = request.PathNumber("area_id");
        return request.WriteAsync((db, json) =>
        {
            RequireArea(db, area, request.Caller.SiteId);
            string properties = request.Body.GetRawText();
            long id = db.Insert(
                "INSERT INTO assets (area_id, name, properties, created_at) VALUES (?1, ?2, ?3, ?4)", area, request.Body.FilledText("name"),
                properties, VendorTime.Now(clock));
            WriteAsset(json, id, properties);
        });
    }

    /// <summary>A number stays a number and text stays text.</summary>
    private static string? Raw(ApiRequest request, string name) => request.Body.Raw(name)?.GetRawText();

    private static void RequireArea(Db db, long id, long site)
    {
        if (!db.Exists("SELECT 1 FROM areas WHERE id = ?1 AND site_id = ?2", id, site))
        {
            throw SandboxException.NotFound($"There is no area {id} in site {site}.");
        }
    }

    private static void WriteOne(Db db, Utf8JsonWriter json, long id, long site)
    {
        RequireArea(db, id, site);
        using Rows rows = db.Query("SELECT id, name, latitude, longitude FROM areas WHERE id = ?1", id);
        rows.Next();
        Write(json, rows);
    }

    private static void Write(Utf8JsonWriter json, in Rows row)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, row.Number(0));
        json.WriteString("name"u8, row.Utf8(1));
        json.WritePropertyName("latitude"u8);
        json.WriteRawValue(row.Utf8(2));
        json.WritePropertyName("longitude"u8);
        json.WriteRawValue(row.Utf8(3));
        json.WriteEndObject();
    }

    private static void WriteAsset(Utf8JsonWriter json, long id, string properties)
    {
        using JsonDocument fields = JsonDocument.Parse(properties);
        json.WriteStartObject();
        json.WriteNumber("id"u8, id);
        foreach (JsonProperty property in fields.RootElement.EnumerateObject().Where(p => p.Name != "id"))
        {
            property.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
