using System.Globalization;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Randomness;
using HelpLightning.Sandbox.Time;
using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.Seeding;

/// <summary>Makes people up.</summary>
internal static class PeopleSeed
{
    /// <summary>The person whom the examples of the documentation know.</summary>
    private const int AnnsId = 24;

    private static readonly DateTimeOffset PlantOpened = new(2024, 2, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly string[] FirstNames =
    [
        "Amara", "Bjorn", "Chiara", "Diego", "Elif", "Farid", "Greta", "Hiro", "Ines", "Jonas", "Kavya", "Liam", "Mei",
        "Nadia", "Oskar", "Priya", "Quentin", "Rosa", "Samuel", "Tomas", "Uma", "Viktor", "Wanda", "Ximena", "Yusuf", "Zoe",
    ];

    private static readonly string[] LastNames =
    [
        "Abebe", "Becker", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia", "Haddad", "Ivanova", "Jensen", "Kim", "Lopez",
        "Moreau", "Nakamura", "Okafor", "Patel", "Quinn", "Rossi", "Singh", "Tanaka", "Ueda", "Varga", "Weber", "Xu", "Young",
        "Zielinski",
    ];

    private static readonly string[] Titles =
        ["Technician", "Field Technician", "Maintenance Lead", "Remote Expert", "Line Operator", "Quality Inspector", "Plant Engineer"];

    private static readonly string[] Locations =
        ["Plant 4", "Plant 4, Line 1", "Plant 4, Line 2", "Plant 7", "Warehouse North", "Service Van 12", "Head Office"];

    private static readonly string[] Licenses = ["expert", "team", "team", "device"];

    private static readonly string[] GuestNames = ["Customer at the gate", "Site visitor", "Caller"];

    public static long[] Make(Db db, long site, int people, SplitMix64 random, SeedCalendar calendar)
    {
        long[] ids = new long[people];
        for (int i = 0; i < people; i++)
        {
            ids[i] = UserStore.Insert(db, Person(i + 1, site, random, calendar), i + 1);
        }

        CountPeople(db, site, people);
        AddPersonalContacts(db, site);
        return ids;
    }

    /// <summary>The first people of a site know a few of the others.</summary>
    private static void AddPersonalContacts(Db db, long site) => db.Run(
        """
        INSERT OR IGNORE INTO personal_contacts (user_id, contact_id)
        SELECT u.id, v.id FROM users u JOIN users v ON v.site_id = u.site_id AND v.seq IN (u.seq % 37 + 1, u.seq % 23 + 3)
        WHERE u.site_id = ?1 AND u.seq <= 40 AND v.seq <= 40 AND u.id <> v.id
        """,
        site);

    /// <summary>The same persons again in a workspace, with ids and data of their own there.</summary>
    public static long[] Aliases(Db db, long site, long primarySite, int people)
    {
        db.Run(
            """
            INSERT INTO users (site_id, seq, primary_id, name, username, email, title, location, license, role_id, active, available,
            is_confirmed,
              is_first_login, created_at, updated_at, confirmed_at, invitation_sent_at, first_call_at, last_used_at)
            SELECT ?1, row_number() OVER (ORDER BY id), id, name, username || '.' || ?1, email, title, location, license, role_id, active,
            available,
              is_confirmed, is_first_login, created_at, updated_at, confirmed_at, invitation_sent_at, first_call_at, last_used_at
            FROM users WHERE site_id = ?2 AND seq <= ?3
            """,
            site, primarySite, people);
        CountPeople(db, site, people);
        return db.Numbers("SELECT id FROM users WHERE site_id = ?1 ORDER BY id", site).ToArray();
    }

    /// <summary>People without an account, as they come in by a link.</summary>
    public static long[] Guests(Db db, SeedCalendar calendar)
    {
        string at = VendorTime.Format(calendar.Of(PlantOpened));
        return [.. GuestNames.Select(name => UserStore.Add(db, UserRow.Anonymous(name, at)))];
    }

    private static void CountPeople(Db db, long site, int people) => db.Run("UPDATE sites SET user_count = ?2 WHERE id = ?1", site, people);

    private static UserRow Person(int id, long site, SplitMix64 random, SeedCalendar calendar)
    {
        string first = random.Pick(FirstNames);
        string last = random.Pick(LastNames);
        DateTimeOffset created = calendar.Of(PlantOpened).AddMinutes(random.Next(600_000)).AddMicroseconds(random.Next(1_000_000));
        bool confirmed = !random.OneIn(10);
        bool hasCalled = confirmed && !random.OneIn(5);
        DateTimeOffset firstCall = created.AddHours(1 + random.Next(400));
        DateTimeOffset lastUsed = firstCall.AddHours(random.Next(4_000));
        string username = string.Create(CultureInfo.InvariantCulture, $"{first}.{last}.{id}").ToLowerInvariant();
        bool usesSingleSignOn = random.OneIn(8);
        UserRow row = new()
        {
            Id = id,
            SiteId = site,
            Name = $"{first} {last}",
            Username = username,
            Email = username + "@example.com",
            Title = random.Pick(Titles),
            Location = random.Pick(Locations),
            License = random.Pick(Licenses),
            RoleId = id == 1 || random.OneIn(12) ? UserRow.AdministratorRole : UserRow.UserRole,
            Provider = usesSingleSignOn ? "saml" : "",
            ProviderUid = usesSingleSignOn ? username : "",
            Active = !random.OneIn(14),
            Available = confirmed && !random.OneIn(4),
            IsConfirmed = confirmed,
            IsFirstLogin = !hasCalled,
            CreatedAt = VendorTime.Format(created),
            InvitationSentAt = VendorTime.Format(created),
            ConfirmedAt = confirmed ? VendorTime.Format(created.AddMinutes(5 + random.Next(3_000))) : "",
            FirstCallAt = hasCalled ? VendorTime.Format(firstCall) : "",
            LastUsedAt = hasCalled ? VendorTime.Format(lastUsed) : "",
            UpdatedAt = VendorTime.Format(hasCalled ? lastUsed : created.AddDays(3)),
        };
        return id switch
        {
            1 => row with { Active = true, IsConfirmed = true, ConfirmedAt = row.CreatedAt, Provider = "", ProviderUid = "" },
            AnnsId => Ann(row),
            _ => row,
        };
    }

    /// <summary>Ann can sign in, call and be called.</summary>
    private static UserRow Ann(UserRow row) => row with
    {
        Name = "Ann Field",
        Username = "ann.field",
        Email = "ann@example.com",
        Title = "Technician",
        Location = "Plant 4",
        RoleId = UserRow.UserRole,
        Active = true,
        Available = true,
        IsConfirmed = true,
        ConfirmedAt = row.CreatedAt,
        Provider = "",
        ProviderUid = "",
    };
}
