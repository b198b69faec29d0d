using System.Buffers.Binary;
using System.Security.Cryptography;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox.Users;

/// <summary>The calling user: <c>/v1r1/user</c>, and <c>/v1/info</c> with the personal room.</summary>
internal sealed class AccountEndpoints(byte[] secret)
{
    public IEnumerable<ApiRoute> Routes =>
    [
        new("GET", "/api/v1r1/user", TokenKinds.User, "Shows the calling user", r => WriteAsync(r, withRoom: false))
        {
            Reply = "User", Group = "Account",
        },
        new("GET", "/api/v1/info", TokenKinds.User, "Shows the calling user and their personal room", r => WriteAsync(r, withRoom: true))
        {
            Reply = "Account", Group = "Account",
        },
    ];

    private Task WriteAsync(ApiRequest request, bool withRoom) => request.ReadAsync((db, json) =>
    {
        using Rows rows = db.Query($"SELECT {UserJson.Columns} FROM users WHERE id = ?1", request.Caller.UserId);
        rows.Next();
        json.WriteStartObject();
        UserJson.WriteFields(json, rows, UserShape.Row);
        if (withRoom)
        {
            json.WriteString("personal_room_url"u8, $"{request.Host}/meet/{rows.Text(2)}");
            json.WriteString("personal_room_session_id"u8, RoomId(request.Caller.UserId));
        }

        json.WriteEndObject();
    });

    /// <summary>Always the same for a person.</summary>
    private Guid RoomId(long userId)
    {
        Span<byte> id = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(id, userId);
        return new Guid(HMACSHA256.HashData(secret, id).AsSpan(0, 16));
    }
}
