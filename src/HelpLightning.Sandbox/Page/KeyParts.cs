using HelpLightning.Sandbox.Authentication;

namespace HelpLightning.Sandbox.Page;

/// <summary>API keys and partner keys, as the page shows them.</summary>
internal sealed class KeyParts(PageContext page)
{
    public Html ApiKeys() => Html.Of($"""
        <ul class="list">{Html.Join(page.Core.ApiKeys.List().Reverse().Select(ApiKey))}</ul>
        """);

    public Html ApiKeyForm() => page.Form("/api-keys", Html.Of($"""
        <div class="field"><label for="api-key-description">What the key is for</label>
        <input id="api-key-description" name="description" required maxlength="255" autocomplete="off" placeholder="Nightly export"></div>
        <button>Create API key</button>
        """), "form row");

    public Html PartnerKeys() => Html.Of($"""
        <ul class="list">{Html.Join(page.Sites().Select(PartnerKey))}</ul>
        """);

    public Html PartnerKeyForms() => Html.Of($"""
        <div class="split">
        {page.Form("/partner-key/create", Html.Of($"""
            <h3>Create a pair here</h3>
            {SiteField("create-site")}
            {Consent()}
            <p class="hint">You get the private half as a file now and never again: the sandbox keeps only the public half. 2048 bits.</p>
            <button>Create and download</button>
            """), "form download")}
        {page.Form("/partner-key/upload", Html.Of($"""
            <h3>Use your own public key</h3>
            {SiteField("upload-site")}
            <div class="field"><label for="public-key">Public key (PEM)</label>
            <textarea id="public-key" name="pem" rows="4" spellcheck="false" autocomplete="off" placeholder="-----BEGIN PUBLIC KEY-----"></textarea></div>
            <div class="field"><label for="public-key-file">or a file that holds it</label>
            <input id="public-key-file" type="file" name="file" accept=".pem,.pub,.txt"></div>
            {Consent()}
            <button>Register public key</button>
            """), "form", "multipart/form-data")}
        </div>
        """);

    private static Html Consent() => Html.Of($"""
        <label class="check"><input type="checkbox" name="replace" value="yes"> <span>Replace the key in use. The old one, and every token it signed, dies at once.</span></label>
        """);

    private Html SiteField(string id) => Html.Of($"""
        <div class="field"><label for="{id}">For</label>
        <select id="{id}" name="site">{Html.Join(page.Sites().Select(s => Html.Of($"""<option value="{s.Id}">{s.Name} ({s.Id})</option>""")))}</select></div>
        """);

    private Html ApiKey(ApiKeyRow key)
    {
        bool isRevoked = key.RevokedAt is not null;
        Html state = isRevoked
            ? Html.Of($"""<span class="badge bad">revoked</span>""")
            : page.Button($"/api-keys/{key.Id}/revoke", "Revoke", key.Description, "quiet danger");
        return Html.Of($"""
            <li><div class="item"><div class="grow"><strong>{key.Description}</strong>
            <p class="hint">created {PageContext.Time(key.CreatedAt)}{(isRevoked ? Html.Of($", revoked {PageContext.Time(key.RevokedAt!)}") : Html.Empty)}</p></div>{state}</div>
            <details data-key="api-key-{key.Id}"><summary>Show key<span class="unseen"> {key.Description}</span></summary>
            {PageContext.Copyable(key.Value, $"the API key {key.Description}")}</details></li>
            """);
    }

    private Html PartnerKey((long Id, string Name) site)
    {
        IReadOnlyList<PartnerKeyRow> keys = page.Core.PartnerKeys.List(site.Id);
        PartnerKeyRow? active = keys.FirstOrDefault(k => k.ReplacedAt is null);
        int replaced = keys.Count(k => k.ReplacedAt is not null);
        string level = site.Id == page.Site ? "site" : "workspace";
        return Html.Of($"""
            <li><div class="item"><div class="grow"><strong>{site.Name}</strong> <span class="hint">{level} {site.Id}</span></div>
            {(active is null ? Html.Of($"""<span class="badge">no key</span>""") : Html.Of($"""<span class="badge good">{active.Key.KeySizeInBits} bit, in use</span>"""))}</div>
            {(active is null ? Html.Empty : Html.Of($"""
                <dl class="facts"><div><dt>Thumbprint</dt><dd>{PageContext.Copyable(active.Key.Thumbprint, "the thumbprint")}</dd></div>
                <div><dt>Since</dt><dd>{PageContext.Time(active.CreatedAt)}</dd></div>
                {Html.If(replaced > 0, $"<div><dt>Replaced before</dt><dd>{replaced}</dd></div>")}</dl>
                """))}</li>
            """);
    }
}
