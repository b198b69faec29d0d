using System.Globalization;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.Page;

/// <summary>The people of the site, who are in calls and in the API.</summary>
internal sealed class PeoplePart(PageContext page, SandboxDatabase database)
{
    private const int MostPeople = 25;

    public Html Table(string search)
    {
        List<Person> people = database.Read(db => Find(db, search));
        return people.Count == 0
            ? Html.Of($"""<p class="empty">Nobody here has “{search}” in their name or e-mail address.</p>""")
            : Html.Of($"""
                <div class="scroll high" tabindex="0" role="region" aria-label="The people found"><table class="people"><thead><tr>
                <th scope="col">Id</th><th scope="col">Name</th><th scope="col">E-mail</th><th scope="col">Role</th>
                <th scope="col">License</th></tr></thead>
                <tbody>{Html.Join(people.Take(MostPeople).Select(Row))}</tbody></table></div>
                {Html.If(
                    people.Count > MostPeople,
                    $"""<p class="hint more-rows">The first {MostPeople} by name; search for the others.</p>""")}
                """);
    }

    /// <summary>Works as a link of the page, and without the script.</summary>
    public static Html SearchForm(string search) => Html.Of($"""
        <form method="get" action="/#people" class="filter" role="search" aria-label="People" data-search="people">
        <div class="field grow"><label for="people-search">Name or e-mail</label>
        <input id="people-search" type="search" name="people" maxlength="255" autocomplete="off" value="{search}"></div>
        <button class="quiet">Search</button></form>
        """);

    private static Html Row(Person person) => Html.Of($"""
        <tr><td>{person.Id}</td><td>{person.Name}{State(person)}<br><span class="hint">{person.Title}</span></td>
        <td>{person.Email}</td><td>{person.Role}</td><td>{person.License}</td></tr>
        """);

    private static Html State(Person person) => person switch
    {
        { IsActive: false } => Html.Of($""" <span class="badge warn">deactivated</span>"""),
        { IsConfirmed: false } => Html.Of($""" <span class="badge">invited</span>"""),
        _ => Html.Empty,
    };

    private List<Person> Find(Db db, string search)
    {
        string literal = search.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        string pattern = $"%{literal}%";
        string condition = search.Length == 0 ? "" : "AND (name LIKE ?2 ESCAPE '\\' OR email LIKE ?2 ESCAPE '\\')";
        string sql = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT id, name, email, title, role_id, license, active, is_confirmed FROM users WHERE site_id = ?1 {condition} "
            + $"ORDER BY name, id LIMIT {MostPeople + 1}");
        using Rows rows = search.Length == 0 ? db.Query(sql, page.Site) : db.Query(sql, page.Site, pattern);
        List<Person> people = [];
        while (rows.Next())
        {
            people.Add(new Person(
                rows.Number(0), rows.Text(1), rows.IsNull(2) ? "" : rows.Text(2), rows.Text(3),
                rows.Number(4) == UserRow.AdministratorRole ? "Administrator" : "User", rows.Text(5), rows.Flag(6), rows.Flag(7)));
        }

        return people;
    }

    private sealed record Person(
        long Id, string Name, string Email, string Title, string Role, string License, bool IsActive, bool IsConfirmed);
}
