using System.Globalization;
using HelpLightning.Sandbox.Http;
using HelpLightning.Sandbox.RequestLog;

namespace HelpLightning.Sandbox.Page;

/// <summary>The Developer page: what is on it, and in which order.</summary>
internal sealed class PageView
{
    private const string NoRequest = "Nothing has come in yet. Try the two lines above.";
    private const string LogHint = "Every call as it comes in. Open one for the reason, the answer, its token and how to send it again.";
    private const string NoneTaken = "No request is like that.";

    private readonly PageContext _page;
    private readonly KeyParts _keys;
    private readonly WebhookPart _webhooks;
    private readonly CallPart _calls;
    private readonly ClockPart _clock;
    private readonly FaultPart _faults;
    private readonly DataPart _data;
    private readonly LogPart _log;
    private readonly StartPart _start;
    private readonly PeoplePart _people;
    private readonly LinkPart _links;
    private readonly RequestRing _requests;

    /// <summary>Tells this run of the sandbox from another one at the same address.</summary>
    private readonly string _run = Guid.NewGuid().ToString("N");

    public PageView(PageContext page, PageSources sources)
    {
        _page = page;
        _keys = new KeyParts(page, sources.ApiKeys, sources.PartnerKeys);
        _webhooks = new WebhookPart(page, sources.Deliveries, sources.Dispatcher);
        _calls = new CallPart(page, sources.Database);
        _clock = new ClockPart(page, sources.Clock);
        _faults = new FaultPart(page, sources.Faults);
        _data = new DataPart(page);
        _log = new LogPart(page, sources.Requests, sources.Routes);
        _start = new StartPart(page, sources.ApiKeys, sources.PartnerKeys);
        _people = new PeoplePart(page, sources.Database);
        _links = new LinkPart(page, sources.Database);
        _requests = sources.Requests;
    }

    /// <summary>The mark of the sandbox.</summary>
    public static Html Brand() => Html.Of($"""
        <p class="brand"><svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <path d="M4 5h16v10h-6l-2 4-2-4H4z" fill="currentColor"/></svg> Help Lightning <span>sandbox</span></p>
        """);

    public Html Whole(PageState state)
    {
        Notices.Notice? notice = state.Notice;
        return Html.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Developer page, site {_page.Site}</title>
            <link rel="stylesheet" href="{OwnPaths.Page}/page.css">
            <link rel="icon" href="{OwnPaths.Page}/icon.svg" type="image/svg+xml">
            <script src="{OwnPaths.Page}/page.js" defer></script>
            </head>
            <body data-live="{OwnPaths.Page}/live">
            <a class="skip" href="#main">Skip to the content</a>
            {Header()}
            <main id="main" tabindex="-1">
            {Start(state.Host)}
            <div class="columns"><div class="column">
            {Card(
                "api-keys", "API keys", "Name the application that calls. Every call carries one; a revoked one is refused at once.",
                Live("api-keys", _keys.ApiKeys()), _keys.ApiKeyForm(notice))}
            {Card(
                "partner-key", "Partner keys", "Sign the tokens. A site, and each workspace, has one at a time.",
                Live("partner-key", _keys.PartnerKeys()), _keys.PartnerKeyForms(notice))}
            {Card(
                "webhooks", "Webhooks", "Where events are posted to, in order, with retries.", Live("webhooks", _webhooks.List()),
                _webhooks.AddForm(notice))}
            {Card(
                "clock", "Clock", "", Html.Of($"{Live("clock-time", _clock.Time())}{Live("clock", _clock.State())}"),
                _clock.AdvanceForm(notice))}
            {Card(
                "faults", "Faults", "Let it misbehave, to see what your program does.", Live("faults", _faults.List()),
                _faults.AddForm(notice))}
            {Card("data", "Data", "A scenario, or a fresh start.", Html.Empty, _data.Forms(notice))}
            </div><div class="column">
            {Log(state)}
            {Card(
                "calls", "Calls", "Let people call each other. What happens is in the API and goes to the webhooks.",
                Html.Of($"{_calls.Suggestions()}{Live("calls", _calls.List(notice))}{Live("links", _links.List())}"),
                Html.Of($"{_calls.StartForm(notice)}{_links.MakeForm(notice)}"))}
            {Card(
                "people", "People", "Who is on the site. Ids and addresses are good in every field that names somebody.",
                PeoplePart.SearchForm(state.People), Live("people", _people.Table(state.People)))}
            </div></div>
            </main>
            <footer><p>This is a sandbox on your machine, made for tests: everybody in it is made up.
            It is no product of Help Lightning's.</p></footer>
            <div id="toasts" role="status" aria-live="polite">{Toast(notice)}</div>
            </body>
            </html>
            """);
    }

    /// <summary>What changes by itself, for the script to put in place.</summary>
    public Html Changes(long after, PageState state) => Html.Of($"""
        {Live("start", _start.Whole(state.Host))}{Live("api-keys", _keys.ApiKeys())}{Live("partner-key", _keys.PartnerKeys())}{Live(
            "clock-time", _clock.Time())}{Live("clock", _clock.State())}{Live("faults", _faults.List())}
        {Live("calls", _calls.List())}{Live("links", _links.List())}{Live("webhooks", _webhooks.List())}{Rows(
            Html.Of($"data-rows"), after, state)}
        """);

    /// <summary>Without the script it is dismissed by loading the page again.</summary>
    private static Html Toast(Notices.Notice? notice) => notice is null ? Html.Empty : Html.Of($"""
        <div class="toast {(notice.IsError ? "bad" : "good")}"><p class="notice {(notice.IsError ? "bad" : "good")}">{notice.Text}</p>
        <a class="close" href="/#{notice.Section}">Dismiss</a></div>
        """);

    private static Html Header() => Html.Of($"""
        <header><div class="bar">
        {Brand()}
        <nav aria-label="Sections"><ul>
        <li><a href="#api-keys">API keys</a></li><li><a href="#partner-key">Partner keys</a></li><li><a href="#log">Requests</a></li>
        <li><a href="#calls">Calls</a></li><li><a href="#people">People</a></li>
        <li><a href="#webhooks">Webhooks</a></li><li><a href="#clock">Clock</a></li><li><a href="#faults">Faults</a></li>
        <li><a href="#data">Data</a></li><li><a href="/openapi.json">OpenAPI</a></li>
        </ul></nav></div></header>
        """);

    private Html Start(string host) => Html.Of($"""
        <section class="start card" id="start" aria-labelledby="h-start" tabindex="-1"><div class="title">
        <h1 id="h-start">Developer page</h1>
        <dl class="facts big"><div><dt>Site id</dt><dd>{PageContext.Copyable(
            _page.Site.ToString(CultureInfo.InvariantCulture), "the site id")}</dd></div>
        <div><dt>Address of the API</dt><dd>{PageContext.Copyable(host + "/api", "the address of the API")}</dd></div></dl></div>
        {Live("start", _start.Whole(host))}</section>
        """);

    private Html Log(PageState state) => Card("log", "Requests", LogHint, Html.Of($"""
        {LogPart.FilterForm(state.Filter)}
        <div class="actions"><button type="button" class="quiet" id="pause" aria-pressed="false"
        hidden>Pause</button>{_page.Button("/log/clear", "Clear", "the requests")}<span class="hint" id="log-state"></span></div>
        <p class="unseen" id="announcer" role="log" aria-live="polite"></p>
        {Rows(Html.Of($"id=\"rows\""), 0, state)}
        <p class="empty" id="no-requests" data-all="{NoRequest}"
        data-filtered="{NoneTaken}">{(state.Filter.IsAll ? NoRequest : NoneTaken)}</p>
        """), Html.Empty);

    /// <summary>Rows of the log; what came up to <c>data-cleared</c> is gone, and another run counts anew.</summary>
    private Html Rows(Html mark, long after, PageState state) => Html.Of(
        $"""<div {mark} data-key="rows" data-run="{_run}" data-cleared="{_requests.ClearedUpTo}">{_log.Rows(after, state)}</div>""");

    private static Html Live(string name, Html content) => Html.Of($"""<div data-part="{name}">{content}</div>""");

    private static Html Card(string id, string title, string hint, Html content, Html form) => Html.Of($"""
        <section class="card" id="{id}" aria-labelledby="h-{id}" tabindex="-1"><h2 id="h-{id}">{title}</h2>
        {Html.If(hint.Length > 0, $"""<p class="hint">{hint}</p>""")}
        {content}
        <div class="forms">{form}</div></section>
        """);
}
