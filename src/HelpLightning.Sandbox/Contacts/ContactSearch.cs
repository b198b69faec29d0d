namespace HelpLightning.Sandbox.Contacts;

/// <summary>Where contacts are searched, and how that is said in SQL: ?1 is the site, ?2 the calling user.</summary>
internal sealed record ContactSearch(string Name, string Summary, string Condition)
{
    public static readonly IReadOnlyList<ContactSearch> People =
    [
        new("directory", "Searches everybody of the site", "u.site_id = ?1"),
        new("personal", "Searches the personal contacts", "u.id IN (SELECT contact_id FROM personal_contacts WHERE user_id = ?2)"),
        new("team", "Searches those who share a group with the calling user",
            "u.site_id = ?1 AND u.id IN (SELECT m.user_id FROM group_members m WHERE m.group_id IN (SELECT group_id FROM group_members "
            + "WHERE user_id = ?2))"),
        new("favorites", "Searches the favourite people", "u.id IN (SELECT contact_id FROM favorites WHERE user_id = ?2)"),
    ];

    public static readonly IReadOnlyList<ContactSearch> Groups =
    [
        new("on_call_groups", "Searches the on-call groups", "g.site_id = ?1"),
        new(
            "on_call_group_favorites", "Searches the favourite on-call groups",
            "g.id IN (SELECT group_id FROM group_favorites WHERE user_id = ?2)"),
    ];

    /// <summary>A term as a LIKE pattern that finds it anywhere.</summary>
    public static string Pattern(string term) => "%" + term
        .Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal) + "%";
}
