namespace HelpLightning.Sandbox.Page;

/// <summary>The Developer page: what is on it, and in which order.</summary>
internal sealed class PageView
{
    private readonly PageContext _page;
    private readonly KeyParts _keys;
    private readonly WebhookPart _webhooks;
    private readonly CallPart _calls;
    private readonly ClockPart _clock;
    private readonly FaultPart _faults;
    private readonly DataPart _data;
    private readonly LogPart _log;

    public PageView(PageContext page)
    {
        _page = page;
        _keys = new KeyParts(page);
        _webhooks = new WebhookPart(page);
        _calls = new CallPart(page);
        _clock = new ClockPart(page);
        _faults = new FaultPart(page);
        _data = new DataPart(page);
        _log = new LogPart(page);
    }

    public Html Whole(string host, Notices.Notice? notice) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Developer page, site {_page.Site}</title>
        <link rel="stylesheet" href="{PageContext.Root}/page.css">
        <link rel="icon" href="{PageContext.Root}/icon.svg" type="image/svg+xml">
        <script src="{PageContext.Root}/page.js" defer></script>
        </head>
        <body data-live="{PageContext.Root}/live">
        <a class="skip" href="#main">Skip to the content</a>
        {Header()}
        <main id="main" tabindex="-1">
        <div id="notice" role="status" aria-live="polite">{(notice is null ? Html.Empty : Html.Of($"""<p class="notice {(notice.IsError ? "bad" : "good")}">{notice.Text}</p>"""))}</div>
        {Start(host)}
        <div class="columns"><div class="column">
        {Card("api-keys", "API keys", "Name the application that calls. Every call carries one; a revoked one is refused at once.", Live("api-keys", _keys.ApiKeys()), _keys.ApiKeyForm())}
        {Card("partner-key", "Partner keys", "Sign the tokens. A site, and each workspace, has one at a time.", Live("partner-key", _keys.PartnerKeys()), _keys.PartnerKeyForms())}
        {Card("clock", "Clock", "", Html.Of($"{Live("clock-time", _clock.Time())}{Live("clock", _clock.State())}"), _clock.AdvanceForm())}
        {Card("faults", "Faults", "Let it misbehave, to see what your program does.", Live("faults", _faults.List()), _faults.AddForm())}
        </div><div class="column">
        {Log(host)}
        {Card("calls", "Calls", "Let people call each other. What happens is in the API and goes to the webhooks.", Live("calls", _calls.List()), _calls.StartForm())}
        {Card("webhooks", "Webhooks", "Where events are posted to, in order, with retries.", Live("webhooks", _webhooks.List()), _webhooks.AddForm())}
        {Card("data", "Data", "", Html.Empty, _data.Forms())}
        </div></div>
        </main>
        <footer><p>This is a sandbox on your machine, made for tests: everybody in it is made up. It is no product of Help Lightning's.</p></footer>
        </body>
        </html>
        """);

    /// <summary>What changes by itself, for the script to put in place.</summary>
    public Html Changes(long after, string host) => Html.Of($"""
        {Live("api-keys", _keys.ApiKeys())}{Live("partner-key", _keys.PartnerKeys())}{Live("clock-time", _clock.Time())}{Live("clock", _clock.State())}{Live("faults", _faults.List())}
        {Live("calls", _calls.List())}{Live("webhooks", _webhooks.List())}<div data-rows>{_log.Rows(after, host)}</div>
        """);

    private static Html Header() => Html.Of($"""
        <header><div class="bar">
        <p class="brand"><svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M4 5h16v10h-6l-2 4-2-4H4z" fill="currentColor"/></svg> Help Lightning <span>sandbox</span></p>
        <nav aria-label="Sections"><ul>
        <li><a href="#api-keys">API keys</a></li><li><a href="#partner-key">Partner keys</a></li><li><a href="#log">Requests</a></li><li><a href="#calls">Calls</a></li>
        <li><a href="#webhooks">Webhooks</a></li><li><a href="#clock">Clock</a></li><li><a href="#faults">Faults</a></li><li><a href="#data">Data</a></li><li><a href="/openapi.json">OpenAPI</a></li>
        </ul></nav></div></header>
        """);

    private Html Start(string host) => Html.Of($"""
        <section class="start" aria-labelledby="h-start"><div><h1 id="h-start">Developer page</h1>
        <p>An API key and a partner key, and your first call is two lines away.</p></div>
        <dl class="facts big"><div><dt>Site id</dt><dd>{PageContext.Copyable(_page.Core.Options.SiteId.ToString(), "the site id")}</dd></div>
        <div><dt>Address of the API</dt><dd>{PageContext.Copyable(host + "/api", "the address of the API")}</dd></div></dl></section>
        """);

    private Html Log(string host) => Card("log", "Requests", "Every call as it comes in. Open one for its token, the verdict and how to send it again.", Html.Of($"""
        <div class="actions"><button type="button" class="quiet" id="pause" aria-pressed="false" hidden>Pause</button><span class="hint" id="log-state"></span></div>
        <p class="unseen" id="announcer" role="log" aria-live="polite"></p>
        <div id="rows" data-key="rows">{_log.Rows(0, host)}</div>
        <p class="empty" id="no-requests">Nothing has come in yet. Try <code>hl users list</code></p>
        """), Html.Empty);

    private static Html Live(string name, Html content) => Html.Of($"""<div data-part="{name}">{content}</div>""");

    private static Html Card(string id, string title, string hint, Html content, Html form) => Html.Of($"""
        <section class="card" id="{id}" aria-labelledby="h-{id}" tabindex="-1"><h2 id="h-{id}">{title}</h2>
        {Html.If(hint.Length > 0, $"""<p class="hint">{hint}</p>""")}
        {content}
        {form}</section>
        """);
}
