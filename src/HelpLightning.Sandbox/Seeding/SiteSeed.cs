using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Seeding;

/// <summary>A new site or workspace: itself, its group of everybody, its custom fields.</summary>
internal static class SiteSeed
{
    public static void Insert(Db db, long id, long? parent, string name, DateTimeOffset openedAt)
    {
        string opened = VendorTime.Format(openedAt);
        db.Run("INSERT OR IGNORE INTO sites (id, parent_id, name, active, created_at) VALUES (0, 0, '', 0, ?1)", opened);
        db.Run("INSERT INTO sites (id, parent_id, name, active, created_at) VALUES (?1, ?2, ?3, 1, ?4)", id, parent, name, opened);
        db.Run(
            """
            INSERT INTO groups (site_id, name, description, email, is_default, is_expert, color, created_at, updated_at)
            VALUES (?1, 'All Users', 'Everybody', '', 1, 0, '#5b6770', ?2, ?2)
            """,
            id, opened);
    }
}
