using System.Text.Json;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Randomness;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Seeding;

/// <summary>Makes up the custom fields of a site and a few help threads with a conversation in each.</summary>
internal static class HelpThreadSeed
{
    private static readonly string[] Titles =
        ["Press 3 leaks oil", "Robot cell stops at step 7", "Label printer skips", "Conveyor runs hot", "Sensor drifts after cleaning"];

    private static readonly string[] Lines =
    [
        "Can you see the gauge?", "Turn it a bit more to the left.", "It is at 4 bar.", "Please send a picture of the label.",
        "That did it, thank you.",
    ];

    private static readonly DateTimeOffset First = new(2026, 4, 1, 7, 30, 0, TimeSpan.Zero);

    public static void Make(Db db, long site, long[] people, int threads, SplitMix64 random, SeedCalendar calendar)
    {
        AddFields(db, site);
        for (int i = 0; i < threads; i++)
        {
            DateTimeOffset at = calendar.Of(First).AddHours(i * 5);
            int owner = random.Next(people.Length);
            int helper = (owner + 1 + random.Next(people.Length - 1)) % people.Length;
            int messages = 2 + random.Next(6);
            long id = db.Insert(
                """
                INSERT INTO help_threads (site_id, ticket_id, title, status, last_active_at, activity)
                VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(activity), 0) + 1 FROM help_threads))
                """,
                site, 9000 + i, Titles[i % Titles.Length], i % 4 == 3 ? "CLOSED" : "REPORTED",
                VendorTime.Format(at.AddMinutes(3 * messages)));
            db.Run(
                "INSERT INTO help_thread_participants (thread_id, user_id, owner) VALUES (?1, ?2, 1), (?1, ?3, 0)", id, people[owner],
                people[helper]);
            db.Run(
                "UPDATE calls SET workbox_id = ?2 WHERE id = (SELECT max(id) FROM calls WHERE site_id = ?1 AND workbox_id IS NULL)", site,
                id);
            for (int m = 0; m < messages; m++)
            {
                DateTimeOffset sent = at.AddMinutes(3 * m);
                long sender = people[m % 2 == 0 ? owner : helper];
                db.Run(
                    """
                    INSERT INTO messages (uuid, thread_id, user_id, username, type, metadata, sent_at)
                    SELECT ?1, ?2, id, username, 'Text', ?4, ?5 FROM users WHERE id = ?3
                    """,
                    random.Uuid(sent.ToUnixTimeMilliseconds()), id, sender,
                    $"{{\"message\":\"{JsonEncodedText.Encode(random.Pick(Lines))}\"}}", VendorTime.Format(sent));
            }
        }
    }

    private static void AddFields(Db db, long site)
    {
        AddField(db, site, "Serial number", "On the label beside the door", "TEXT", false, "MANDATORY_ON_CREATION");
        AddField(db, site, "Solved remotely", "No visit was needed", "BOOLEAN", false, "MANDATORY_ON_CLOSE");
        AddField(db, site, "Cause", "", "LIST", false, "OPTIONAL", "Wear", "Operation", "Environment");
        AddField(db, site, "Parts used", "", "LIST", true, "OPTIONAL", "Seal", "Valve", "Sensor", "Belt");
    }

    private static void AddField(
        Db db, long site, string name, string description, string type, bool multiSelect, string mandatory, params string[] options)
    {
        long id = db.Insert(
            """
            INSERT INTO custom_fields (site_id, name, description, hidden, type, multi_select, mandatory, default_value)
            VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, '')
            """,
            site, name, description, type, multiSelect, mandatory);
        foreach (string option in options)
        {
            db.Run("INSERT INTO custom_field_options (field_id, name) VALUES (?1, ?2)", id, option);
        }
    }
}
