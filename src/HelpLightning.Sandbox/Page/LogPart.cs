using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HelpLightning.Sandbox.Page;

/// <summary>The request log: a row for each request that opens to everything that was found out about it.</summary>
internal sealed class LogPart(PageContext page)
{
    public const int MostRows = 100;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Rows after a number, the newest first.</summary>
    public Html Rows(long after, string host) =>
        Html.Join(page.Operations.Requests.After(after, MostRows).Reverse().Select(entry => Row(entry, host)));

    private Html Row(SandboxRequestLogEntry entry, string host)
    {
        string style = entry.Status switch
        {
            0 or >= 500 => "bad",
            >= 400 => "warn",
            _ => "good",
        };
        string status = entry.Status == 0 ? "broken" : entry.Status.ToString(CultureInfo.InvariantCulture);
        string verdict = Words(entry);
        return Html.Of($"""
            <details class="request" data-id="{entry.Id}" data-key="request-{entry.Id}"><summary>
            {PageContext.Time(entry.At, "HH:mm:ss")}<span class="badge {style}">{status}</span><span class="method">{entry.Method}</span>
            <span class="path">{entry.Path}{entry.Query}</span><span class="verdict">{verdict}</span></summary>
            <div class="inside">
            <dl class="facts"><div><dt>Verdict</dt><dd>{verdict}</dd></div>
            <div><dt>Took</dt><dd>{entry.Elapsed.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms</dd></div>
            {(entry.Fault is null ? Html.Empty : Html.Of($"<div><dt>Fault</dt><dd><code>{entry.Fault}</code></dd></div>"))}</dl>
            {Token(entry)}
            {Repeat(entry, host)}
            </div></details>
            """);
    }

    private static string Words(SandboxRequestLogEntry entry) => entry.Verdict ?? (entry.Fault is null ? "no token was looked at" : "spoiled by a fault");

    private static Html Token(SandboxRequestLogEntry entry) => entry.TokenHeader is null && entry.TokenClaims is null
        ? Html.Of($"""<p class="hint">There was no token that could be read.</p>""")
        : Html.Of($"""
            <div class="split"><div><h3>Token header</h3><pre tabindex="0" aria-label="Token header of request {entry.Id}">{Pretty(entry.TokenHeader)}</pre></div>
            <div><h3>Token claims</h3><pre tabindex="0" aria-label="Token claims of request {entry.Id}">{Pretty(entry.TokenClaims)}</pre></div></div>
            {Expiry(entry)}
            """);

    private Html Repeat(SandboxRequestLogEntry entry, string host)
    {
        if (!entry.Path.StartsWith("/api/", StringComparison.Ordinal) && !entry.Path.StartsWith("/auth/", StringComparison.Ordinal))
        {
            return Html.Empty;
        }

        string? subject = Claim(entry, "sub") is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        bool isPartners = subject is null || subject.StartsWith("Partner:", StringComparison.Ordinal);
        string curl = RepeatText.Curl(entry, host, isPartners);
        string csharp = RepeatText.CSharp(entry, host, page.Site);
        return Html.Of($"""
            {Block(curl, "curl", entry.Id)}
            {Html.If(!isPartners, $"""<p class="hint">TOKEN stands for a token for {subject}, which another route issues.</p>""")}
            {Html.If(isPartners, $"{Block(csharp, "C#", entry.Id)}")}
            """);
    }

    private static Html Block(string text, string language, long request) => Html.Of($"""
        <div class="titled"><h3>Again {(language == "C#" ? "in" : "with")} {language}</h3><button type="button" class="copy" data-copy="{text}" hidden>Copy<span class="unseen"> the {language} for request {request}</span></button></div>
        <pre tabindex="0" aria-label="{language} for request {request}">{text}</pre>
        """);

    /// <summary>The number in words, because nobody reads seconds since 1970.</summary>
    private static Html Expiry(SandboxRequestLogEntry entry)
    {
        if (Claim(entry, "exp") is not { ValueKind: JsonValueKind.Number } exp || !exp.TryGetInt64(out long seconds) || seconds is < 0 or > 253_402_300_799)
        {
            return Html.Empty;
        }

        DateTimeOffset at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        long left = (long)Math.Floor((at - entry.At).TotalSeconds);
        return Html.Of($"""
            <p class="hint">exp is {PageContext.Time(at)} UTC, {(left > 0 ? string.Create(CultureInfo.InvariantCulture, $"{left} s after") : string.Create(CultureInfo.InvariantCulture, $"{-left} s before"))} the request.</p>
            """);
    }

    private static JsonElement? Claim(SandboxRequestLogEntry entry, string name)
    {
        if (entry.TokenClaims is not { } claims)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(claims);
        return document.RootElement.TryGetProperty(name, out JsonElement value) ? value.Clone() : null;
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
