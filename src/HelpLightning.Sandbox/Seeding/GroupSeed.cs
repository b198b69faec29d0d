using System.Globalization;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Randomness;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Seeding;

/// <summary>Makes groups up: every fourth one is on call, the second contains the first.</summary>
internal static class GroupSeed
{
    private static readonly string[] Names =
    [
        "Level 1", "Level 2", "Hydraulics", "Experts on Call", "Packaging", "Quality", "Electrical", "Night Shift", "Robotics",
        "Logistics",
    ];

    private static readonly string[] Colors = ["#1f6feb", "#2da44e", "#bf8700", "#cf222e", "#8250df"];

    private static readonly DateTimeOffset Founded = new(2024, 2, 12, 9, 0, 0, TimeSpan.Zero);

    public static void Make(Db db, long site, long[] people, SeedSize size, SplitMix64 random, SeedCalendar calendar)
    {
        long previous = 0;
        for (int i = 0; i < size.Groups; i++)
        {
            string name = i < Names.Length
                ? Names[i]
                : string.Create(CultureInfo.InvariantCulture, $"{Names[i % Names.Length]} {(i / Names.Length) + 1}");
            bool isOnCall = i % 4 == (size.Groups > 3 ? 3 : 1);
            string at = VendorTime.Format(calendar.Of(Founded).AddHours(random.Next(10_000)));
            long id = db.Insert(
                """
                INSERT INTO groups (site_id, name, description, email, is_default, is_expert, color, created_at, updated_at)
                VALUES (?1, ?2, ?3, '', 0, ?4, ?5, ?6, ?6)
                """,
                site, name, $"{name} of the plant", isOnCall, random.Pick(Colors), at);
            AddMembers(db, id, people, size.MembersOfGroup, random);
            if (i == 1)
            {
                db.Run("INSERT INTO subgroups (group_id, included_id) VALUES (?1, ?2)", id, previous);
            }

            if (isOnCall)
            {
                db.Run("INSERT INTO on_call_groups (group_id, on_call_id) VALUES (?1, ?2)", previous, id);
            }

            previous = id;
        }
    }

    /// <summary>Walks through the people, so that the members come in the order of the key.</summary>
    private static void AddMembers(Db db, long group, long[] people, int members, SplitMix64 random)
    {
        int stride = Math.Max(1, (2 * people.Length / members) - 1);
        int added = 0;
        for (int at = random.Next(stride); at < people.Length && added < members; at += 1 + random.Next(stride))
        {
            db.Run("INSERT INTO group_members (group_id, user_id) VALUES (?1, ?2)", group, people[at]);
            if (added++ == 0)
            {
                db.Run("INSERT INTO group_admins (group_id, user_id) VALUES (?1, ?2)", group, people[at]);
            }
        }
    }
}
