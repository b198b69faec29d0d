using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Links;

namespace HelpLightning.Sandbox.Page;

/// <summary>One-time links that nobody has used yet: each opens the page where a guest joins.</summary>
internal sealed class LinkPart(PageContext page, SandboxDatabase database)
{
    private const int MostLinks = 10;

    public Html List()
    {
        List<(string Link, string Name)> links = database.Read(Read);
        return links.Count == 0 ? Html.Empty : Html.Of($"""
            <h3>Open one-time links</h3>
            <ul class="list">{Html.Join(links.Select(l => Html.Of($"""
                <li><div class="item"><div class="grow"><a class="break" href="{l.Link}" target="_blank" rel="noopener">{l.Link}</a>
                <p class="hint">to {l.Name}</p></div>
                <button type="button" class="copy" data-copy="{l.Link}"
                hidden>Copy<span class="unseen"> the link to {l.Name}</span></button></div></li>
                """)))}</ul>
            """);
    }

    public Html MakeForm(Notices.Notice? notice)
    {
        FormView form = new(page, "/links", notice);
        return form.Folded("Make a one-time link", Html.Of($"""
            {form.Input(
                "link-user", "user", "To whom (e-mail or id)", Html.Of($"""
                    list="{PageContext.PeopleList}" required maxlength="255" autocomplete="off" placeholder="ann@example.com"
                    """),
                "Somebody without an account opens it in a browser, gives a name and is in a call with this person.")}
            <button>Make link</button>
            """), "form row");
    }

    private static List<(string Link, string Name)> Read(Db db)
    {
        using Rows rows = db.Query(
            "SELECT l.link, u.name FROM links l JOIN users u ON u.id = l.user_id WHERE l.kind = ?1 "
            + "ORDER BY l.created_at DESC, l.code LIMIT ?2", LinkKind.OneTime, MostLinks);
        List<(string, string)> links = [];
        while (rows.Next())
        {
            links.Add((rows.Text(0), rows.Text(1)));
        }

        return links;
    }
}
