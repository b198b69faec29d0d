using System.Globalization;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Hosting;

namespace HelpLightning.Sandbox.Page;

/// <summary>What the parts of the page are made from, and the pieces that they have in common.</summary>
internal sealed class PageContext(SandboxCore core, Operations operations)
{
    /// <summary>Under the control routes, which no fault touches.</summary>
    public const string Root = "/_sandbox/page";

    public SandboxCore Core { get; } = core;

    public Operations Operations { get; } = operations;

    public PageGuard Guard { get; } = new();

    public long Site => Core.Options.SiteId.Value;

    /// <summary>A form that works without JavaScript; with it, the page stays where it is.</summary>
    public Html Form(string action, Html fields, string style = "form", string encoding = "application/x-www-form-urlencoded") => Html.Of(
        $"""<form method="post" action="{Root}{action}" class="{style}" enctype="{encoding}"><input type="hidden" name="{PageGuard.Field}" value="{Guard.Token}">{fields}</form>""");

    /// <summary>A form that is one button.</summary>
    /// <param name="action">Where to, under <see cref="Root"/>.</param>
    /// <param name="text">What is on the button.</param>
    /// <param name="about">What it acts on, for those who hear the button alone; empty for nothing.</param>
    /// <param name="style">Its class.</param>
    public Html Button(string action, string text, string about = "", string style = "quiet") => Form(
        action,
        Html.Of($"""<button class="{style}" data-key="{action}">{text}{Html.If(about.Length > 0, $"""<span class="unseen"> {about}</span>""")}</button>"""),
        "inline");

    /// <summary>A text that can be copied.</summary>
    public static Html Copyable(string text, string what) => Html.Of(
        $"""<span class="copyable"><code>{text}</code><button type="button" class="copy" data-copy="{text}" hidden>Copy<span class="unseen"> {what}</span></button></span>""");

    public static Html Time(DateTimeOffset at, string format = "yyyy-MM-dd HH:mm:ss") => Html.Of(
        $"""<time datetime="{at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}">{at.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)}</time>""");

    public static Html Time(string vendorTime) => Time(DateTimeOffset.Parse(vendorTime, CultureInfo.InvariantCulture));

    /// <summary>The site, then its workspaces.</summary>
    public IReadOnlyList<(long Id, string Name)> Sites() => Core.Database.Read(db =>
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
