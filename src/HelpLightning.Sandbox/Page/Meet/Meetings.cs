using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Links;
using HelpLightning.Sandbox.Time;
using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.Page.Meet;

/// <summary>
/// Guests who come in by a link. The link's owner is rung: a guest joins the call that the owner is in, or begins one. A
/// one-time link is used up by that; a link to somebody's My Help Space stays.
/// </summary>
internal sealed class Meetings(SandboxDatabase database, CallLife calls, TimeProvider clock)
{
    /// <summary>Who a guest's browser is, for as long as the sandbox runs.</summary>
    private readonly ConcurrentDictionary<string, Guest> _guests = new(StringComparer.Ordinal);

    /// <summary>The name of the person that a link leads to; null when it is used up, or there is none.</summary>
    public string? Host(string? code, string? username) => database.Read(db => Owner(db, code, username) is { } owner
        ? db.FindText("SELECT name FROM users WHERE id = ?1", owner.User)
        : null);

    /// <summary>Lets a guest in; null when the link is used up, or there is none.</summary>
    /// <returns>What the guest's browser is known by.</returns>
    public string? Join(string? code, string? username, string name)
    {
        Guest? guest = database.Write(db =>
        {
            if (Owner(db, code, username) is not { } owner)
            {
                return null;
            }

            long id = UserStore.Add(db, UserRow.Anonymous(name, VendorTime.Now(clock)));
            string? call = db.FindText(
                "SELECT c.call_id FROM calls c JOIN call_participants p ON p.call_id = c.id WHERE p.user_id = ?1 AND p.left_at IS NULL "
                + "AND c.reason = '' ORDER BY c.id DESC LIMIT 1",
                owner.User);
            if (call is null)
            {
                call = calls.Start(db, owner.User, id);
            }
            else
            {
                calls.Join(db, call, id);
            }

            if (owner.Kind == LinkKind.OneTime)
            {
                db.Run("DELETE FROM links WHERE code = ?1", owner.Code);
            }

            return new Guest(id, call);
        });
        if (guest is null)
        {
            return null;
        }

        string key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        _guests[key] = guest;
        return key;
    }

    /// <summary>Where a guest is; null for nobody.</summary>
    public Meeting? Find(string key) => _guests.TryGetValue(key, out Guest? guest) ? database.Read(db => Read(db, guest)) : null;

    /// <summary>Lets a guest leave; nothing happens where they are out already.</summary>
    public void Leave(string key)
    {
        if (_guests.TryGetValue(key, out Guest? guest))
        {
            database.Write(db =>
            {
                if (Read(db, guest) is { IsIn: true })
                {
                    calls.Leave(db, guest.CallId, guest.Id);
                }
            });
        }
    }

    private static (long User, string Kind, string Code)? Owner(Db db, string? code, string? username)
    {
        using Rows rows = code is not null
            ? db.Query(
                "SELECT l.user_id, l.kind, l.code FROM links l JOIN users u ON u.id = l.user_id WHERE l.code = ?1 AND u.active = 1", code)
            : db.Query(
                "SELECT l.user_id, l.kind, l.code FROM links l JOIN users u ON u.id = l.user_id WHERE u.username = ?1 AND l.kind = ?2 "
                + "AND u.active = 1",
                username!, LinkKind.MyHelpSpace);
        return rows.Next() ? (rows.Number(0), rows.Text(1), rows.Text(2)) : null;
    }

    private static Meeting? Read(Db db, Guest guest)
    {
        List<string> others = [];
        using (Rows rows = db.Query(
            """
            SELECT u.name FROM call_participants p JOIN calls c ON c.id = p.call_id JOIN users u ON u.id = p.user_id
            WHERE c.call_id = ?1 AND p.left_at IS NULL AND p.user_id <> ?2 ORDER BY p.position
            """,
            guest.CallId, guest.Id))
        {
            while (rows.Next())
            {
                others.Add(rows.Text(0));
            }
        }

        bool isIn = db.Exists(
            "SELECT 1 FROM call_participants p JOIN calls c ON c.id = p.call_id WHERE c.call_id = ?1 AND p.user_id = ?2 "
            + "AND p.left_at IS NULL", guest.CallId, guest.Id);
        string? name = db.FindText("SELECT name FROM users WHERE id = ?1", guest.Id);

        // Starting over throws away people and calls.
        return name is null ? null : new Meeting(name, guest.CallId, isIn, others);
    }

    /// <summary>Where a guest is.</summary>
    /// <param name="Name">The guest's name.</param>
    /// <param name="CallId">The call.</param>
    /// <param name="IsIn">Whether the guest is in it still.</param>
    /// <param name="Others">Who else is in it.</param>
    internal sealed record Meeting(string Name, string CallId, bool IsIn, IReadOnlyList<string> Others);

    private sealed record Guest(long Id, string CallId);
}
