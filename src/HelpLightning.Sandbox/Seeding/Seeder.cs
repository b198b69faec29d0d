using System.Globalization;
using HelpLightning.Sandbox.Users;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Seeding;

/// <summary>Fills a new database with plausible people, the same for the same seed number.</summary>
internal static class Seeder
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

    public static void Fill(SqliteConnection connection, SqliteTransaction transaction, SandboxSeed seed, int seedNumber)
    {
        int people = seed switch
        {
            SandboxSeed.Small => 40,
            SandboxSeed.Large => 100_000,
            _ => 0,
        };
        SplitMix64 random = new((ulong)seedNumber);
        using UserWriter writer = new(connection, transaction);
        for (int id = 1; id <= people; id++)
        {
            writer.Insert(Person(id, ref random));
        }
    }

    private static UserRow Person(int id, ref SplitMix64 random)
    {
        string first = random.Pick(FirstNames);
        string last = random.Pick(LastNames);
        DateTimeOffset created = PlantOpened.AddMinutes(random.Next(600_000)).AddMicroseconds(random.Next(1_000_000));
        bool confirmed = !random.OneIn(10);
        bool hasCalled = confirmed && !random.OneIn(5);
        DateTimeOffset firstCall = created.AddHours(1 + random.Next(400));
        DateTimeOffset lastUsed = firstCall.AddHours(random.Next(4_000));
        UserRow row = new()
        {
            Id = id,
            Name = $"{first} {last}",
            Username = string.Create(CultureInfo.InvariantCulture, $"{first}.{last}.{id}").ToLowerInvariant(),
            Email = string.Create(CultureInfo.InvariantCulture, $"{first}.{last}.{id}@example.com").ToLowerInvariant(),
            Title = random.Pick(Titles),
            Location = random.Pick(Locations),
            License = random.Pick(Licenses),
            RoleId = id == 1 || random.OneIn(12) ? UserRow.AdministratorRole : UserRow.UserRole,
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
        return id == AnnsId
            ? row with { Name = "Ann Field", Username = "ann.field", Email = "ann@example.com", Title = "Technician", Location = "Plant 4", Active = true }
            : row;
    }
}
