using System.Collections.Concurrent;
using System.Globalization;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Http;

namespace HelpLightning.Sandbox.Page;

/// <summary>What the parts of the page are made from, and the pieces that they have in common.</summary>
internal sealed class PageContext(PageGuard guard, SiteId site, SandboxDatabase database)
{
    /// <summary>How a form without a file is sent.</summary>
    public const string Fields = "application/x-www-form-urlencoded";

    /// <summary>Where browsers save to.</summary>
    public const string Downloads = "~/Downloads";

    /// <summary>The id of the suggestions for a field that names somebody.</summary>
    public const string PeopleList = "people-known";

    private readonly ConcurrentDictionary<string, bool> _madeHere = new(StringComparer.Ordinal);

    public long Site => site.Value;

    /// <summary>A form that works without JavaScript; with it, the page stays where it is.</summary>
    public Html Form(string action, Html fields, string style = "form", string encoding = Fields) => Html.Of(
        $"""
        <form method="post" action="{OwnPaths.Page}{action}" class="{style}" enctype="{encoding}"><input type="hidden"
        name="{PageGuard.Field}" value="{guard.Token}">{fields}</form>
        """);

    /// <summary>A form that is one button.</summary>
    /// <param name="action">Where to, under <see cref="OwnPaths.Page"/>.</param>
    /// <param name="text">What is on the button.</param>
    /// <param name="about">What it acts on, for those who hear the button alone; empty for nothing.</param>
    /// <param name="style">Its class.</param>
    public Html Button(string action, string text, string about = "", string style = "quiet") => Form(
        action,
        Html.Of(
            $"""
            <button class="{style}" data-key="{action}">{text}{Html.If(
                about.Length > 0, $"""<span class="unseen"> {about}</span>""")}</button>
            """),
        "inline");

    /// <summary>A text that can be copied.</summary>
    public static Html Copyable(string text, string what) => Html.Of(
        $"""
        <span class="copyable"><code>{text}</code><button type="button" class="copy" data-copy="{text}"
        hidden>Copy<span class="unseen"> {what}</span></button></span>
        """);

    public static Html Time(DateTimeOffset at, string format = "yyyy-MM-dd HH:mm:ss") => Html.Of(
        $"""<time datetime="{at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}">{at.UtcDateTime.ToString(
            format, CultureInfo.InvariantCulture)}</time>""");

    public static Html Time(string vendorTime) => Time(DateTimeOffset.Parse(vendorTime, CultureInfo.InvariantCulture));

    /// <summary>Lines of code or commands, and the button that copies them.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="title">What stands over them; empty where that is said already.</param>
    /// <param name="what">What they are, for those who hear it.</param>
    public static Html Code(string text, string title, string what) => Html.Of($"""
        <div class="titled">{Html.If(title.Length > 0, $"<h3>{title}</h3>")}<button type="button" class="copy" data-copy="{text}"
        hidden>Copy<span class="unseen"> {what}</span></button></div>
        <pre tabindex="0" aria-label="{what}">{text}</pre>
        """);

    /// <summary>A key made on this page lies where the browser saves to; of another one only its name is known.</summary>
    public string KeyFile(string? thumbprint) =>
        thumbprint is null || _madeHere.ContainsKey(thumbprint) ? $"{Downloads}/{KeyFileName(Site)}" : KeyFileName(Site);

    public string KeyFileName(long site) =>
        site == Site ? "HelpLightningKey.pem" : string.Create(CultureInfo.InvariantCulture, $"HelpLightningKey-{site}.pem");

    public void RememberMadeHere(string thumbprint) => _madeHere[thumbprint] = true;

    /// <summary>The site, then its workspaces.</summary>
    public IReadOnlyList<(long Id, string Name)> Sites() => database.Read(db =>
    {
        using Rows rows = db.Query("SELECT id, name FROM sites WHERE id = ?1 OR parent_id = ?1 ORDER BY id <> ?1, id", Site);
        List<(long, string)> sites = [];
        while (rows.Next())
        {
            sites.Add((rows.Number(0), rows.Text(1)));
        }

        return sites;
    });
}
