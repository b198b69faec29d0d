using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HelpLightning.Sandbox.Page.Repeat;
using HelpLightning.Sandbox.RequestLog;
using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox.Page;

/// <summary>The request log: a row for each request that opens to everything that was found out about it.</summary>
internal sealed class LogPart(PageContext page, RequestRing requests, IReadOnlyList<ApiRoute> routes)
{
    public const int MostRows = 100;

    private static readonly (string Value, string Words)[] Statuses =
    [
        ("", "All"), ("2xx", "2xx done"), ("3xx", "3xx elsewhere"), ("4xx", "4xx refused"), ("5xx", "5xx failed"), ("broken", "broken"),
    ];

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Rows after a number that the filter takes, the newest first.</summary>
    public Html Rows(long after, PageState state) =>
        Html.Join(requests.After(after, MostRows, state.Filter).Reverse().Select(entry => Row(entry, state.Host)));

    /// <summary>Works as a link of the page, and without the script.</summary>
    public static Html FilterForm(RequestFilter filter) => Html.Of($"""
        <form method="get" action="/#log" class="filter" role="search" aria-label="Requests" data-search="log">
        <div class="field"><label for="log-status">Status</label><select id="log-status"
        name="status">{Html.Join(Statuses.Select(s => Html.Of($"""
            <option value="{s.Value}"{Html.If(s.Value == filter.Status, $" selected")}>{s.Words}</option>
            """)))}</select></div>
        <div class="field grow"><label for="log-match">Method or path</label><input id="log-match" type="search" name="match"
        maxlength="255" autocomplete="off" spellcheck="false" placeholder="GET /api" value="{filter.Match}"></div>
        <div class="field grow"><label for="log-verdict">Verdict</label><input id="log-verdict" type="search" name="verdict"
        maxlength="255" autocomplete="off" placeholder="expired" value="{filter.Verdict}"></div>
        <button class="quiet">Filter</button></form>
        """);

    private Html Row(SandboxRequestLogEntry entry, string host)
    {
        string style = entry.Status switch
        {
            0 or >= 500 => "bad",
            >= 400 => "warn",
            _ => "good",
        };
        string status = entry.Status == 0 ? "broken" : entry.Status.ToString(CultureInfo.InvariantCulture);
        string took = entry.Elapsed.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
        return Html.Of($"""
            <details class="request" data-id="{entry.Id}" data-key="request-{entry.Id}"><summary>
            {PageContext.Time(entry.At, "HH:mm:ss")}<span class="badge {style}">{status}</span><span class="method">{entry.Method}</span>
            <span class="path">{entry.Path}{entry.Query}</span><span class="verdict">{entry.Reason ?? entry.Verdict
                ?? (entry.Fault is null ? "no token was looked at" : "spoiled by a fault")}</span></summary>
            <div class="inside">
            <dl class="facts rows">{(entry.Reason is null ? Html.Empty : Html.Of($"""
                <div><dt>Refused</dt><dd>{entry.Reason}{(entry.Code is { } code
                    ? Html.Of($""" <span class="hint">code {code}</span>""")
                    : Html.Empty)}</dd></div>
                """))}
            {Html.If(
                entry.Verdict is null || entry.Verdict != entry.Reason,
                $"<div><dt>Token</dt><dd>{entry.Verdict ?? "none was looked at"}</dd></div>")}
            <div><dt>Took</dt><dd>{took} ms</dd></div>
            {(entry.Fault is null ? Html.Empty : Html.Of($"<div><dt>Fault</dt><dd><code>{entry.Fault}</code></dd></div>"))}</dl>
            {Text("Body", entry.Body, entry.Id)}
            {Text(entry.IsAnswerCut ? "Answer, its beginning" : "Answer", entry.Answer, entry.Id)}
            {Token(entry)}
            {Repeat(entry, host)}
            </div></details>
            """);
    }

    private static Html Text(string title, string? json, long request) => Html.If(
        json is not null,
        $"""
        <h3>{title}</h3><pre class="wrap" tabindex="0"
        aria-label="{title} of request {request}">{(json is null ? "" : Pretty(json))}</pre>
        """);

    private static Html Token(SandboxRequestLogEntry entry) => entry.TokenHeader is null && entry.TokenClaims is null
        ? Html.Of($"""<p class="hint">There was no token that could be read.</p>""")
        : Html.Of($"""
            <div class="split"><div><h3>Token header</h3><pre tabindex="0"
            aria-label="Token header of request {entry.Id}">{Pretty(entry.TokenHeader)}</pre></div>
            <div><h3>Token claims</h3><pre tabindex="0"
            aria-label="Token claims of request {entry.Id}">{Pretty(entry.TokenClaims)}</pre></div></div>
            {Expiry(entry)}
            """);

    private Html Repeat(SandboxRequestLogEntry entry, string host)
    {
        if (!entry.Path.StartsWith("/api/", StringComparison.Ordinal) && !entry.Path.StartsWith("/auth/", StringComparison.Ordinal))
        {
            return Html.Empty;
        }

        JsonElement claims = Claims(entry);
        string? subject = Claim(entry, "sub") is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        bool isPartners = subject is null || subject.StartsWith("Partner:", StringComparison.Ordinal);
        return Html.Of($"""
            {PageContext.Code(
                RepeatText.Curl(entry, host, isPartners), "Again with curl",
                $"curl for request {entry.Id.ToString(CultureInfo.InvariantCulture)}")}
            {Html.If(!isPartners, $"""<p class="hint">TOKEN stands for a token for {subject}, which another route issues.</p>""")}
            {PageContext.Code(
                RepeatText.CSharp(entry, routes, claims, page.Site), "Again in C#",
                $"C# for request {entry.Id.ToString(CultureInfo.InvariantCulture)}")}
            <p class="hint"><code>client</code> is that of <a href="#start">the first call</a>.</p>
            """);
    }

    /// <summary>The number in words, because nobody reads seconds since 1970.</summary>
    private static Html Expiry(SandboxRequestLogEntry entry)
    {
        if (Claim(entry, "exp") is not { ValueKind: JsonValueKind.Number } exp || !exp.TryGetInt64(out long seconds)
            || seconds is < 0 or > 253_402_300_799)
        {
            return Html.Empty;
        }

        DateTimeOffset at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        long left = (long)Math.Floor((at - entry.At).TotalSeconds);
        string distance = left > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{left} s after")
            : string.Create(CultureInfo.InvariantCulture, $"{-left} s before");
        return Html.Of($"""
            <p class="hint">exp is {PageContext.Time(at)} UTC, {distance} the request.</p>
            """);
    }

    private static JsonElement? Claim(SandboxRequestLogEntry entry, string name) =>
        Claims(entry) is { ValueKind: JsonValueKind.Object } claims && claims.TryGetProperty(name, out JsonElement value) ? value : null;

    private static JsonElement Claims(SandboxRequestLogEntry entry)
    {
        if (entry.TokenClaims is not { } text)
        {
            return default;
        }

        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static string Pretty(string? json)
    {
        if (json is null)
        {
            return "cannot be read";
        }

        using JsonDocument document = JsonDocument.Parse(json);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Indented))
        {
            document.RootElement.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
