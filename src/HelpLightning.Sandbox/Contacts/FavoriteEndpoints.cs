using System.Globalization;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox.Contacts;

/// <summary>Marks people and on-call groups as favourites. No client reads the answers, so they say what is now true.</summary>
internal static class FavoriteEndpoints
{
    public static IEnumerable<ApiRoute> Routes =>
    [
        new("POST", "/api/v1/favorites", TokenKinds.User, "Makes a person a favourite", AddPersonAsync)
        {
            Body = [new("id", BodyFieldType.Number, IsRequired: true)], Reply = "Favorite", Group = "Contacts",
        },
        new("DELETE", "/api/v1/favorites", TokenKinds.User, "Makes a person no favourite any more", RemovePersonAsync)
        {
            Query = ["id"], Reply = "Favorite", Group = "Contacts",
        },
        new(
            "POST", "/api/v1/on_call_groups/{group_id}/favorites", TokenKinds.User, "Makes an on-call group a favourite",
            r => GroupAsync(r, true))
        {
            Reply = "Favorite", Group = "Contacts",
        },
        new(
            "DELETE", "/api/v1/on_call_groups/{group_id}/favorites", TokenKinds.User, "Makes an on-call group no favourite any more",
            r => GroupAsync(r, false))
        {
            Reply = "Favorite", Group = "Contacts",
        },
    ];

    private static Task AddPersonAsync(ApiRequest request) => PersonAsync(request, request.Body.WholeNumber("id"), isFavorite: true);

    private static Task RemovePersonAsync(ApiRequest request) => PersonAsync(
        request,
        long.TryParse(request.Query("id"), NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? id
            : throw SandboxException.BadParameter("Parameter 'id' wants the id of a user."),
        isFavorite: false);

    private static Task PersonAsync(ApiRequest request, long id, bool isFavorite) => AnswerAsync(request, id, isFavorite, db =>
    {
        if (!db.Exists("SELECT 1 FROM users WHERE id = ?1 AND site_id > 0", id))
        {
            throw new SandboxException(404, VendorCode.UnknownContact, $"There is no user {id}.");
        }

        db.Run(isFavorite
            ? "INSERT OR IGNORE INTO favorites (user_id, contact_id) VALUES (?1, ?2)"
            : "DELETE FROM favorites WHERE user_id = ?1 AND contact_id = ?2", request.Caller.UserId, id);
    });

    private static Task GroupAsync(ApiRequest request, bool isFavorite)
    {
        long id = request.PathNumber("group_id");
        return AnswerAsync(request, id, isFavorite, db =>
        {
            if (!db.Exists("SELECT 1 FROM groups WHERE id = ?1 AND site_id = ?2 AND is_expert = 1", id, request.Caller.SiteId))
            {
                throw SandboxException.NotFound($"There is no on-call group {id} in this site.");
            }

            db.Run(isFavorite
                ? "INSERT OR IGNORE INTO group_favorites (user_id, group_id) VALUES (?1, ?2)"
                : "DELETE FROM group_favorites WHERE user_id = ?1 AND group_id = ?2", request.Caller.UserId, id);
        });
    }

    private static Task AnswerAsync(ApiRequest request, long id, bool isFavorite, Action<Db> change) => request.WriteAsync((db, json) =>
    {
        change(db);
        json.WriteStartObject();
        json.WriteNumber("id"u8, id);
        json.WriteBoolean("favorite"u8, isFavorite);
        json.WriteEndObject();
    });
}
