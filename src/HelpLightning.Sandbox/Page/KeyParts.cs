using HelpLightning.Sandbox.Authentication;

namespace HelpLightning.Sandbox.Page;

/// <summary>API keys and partner keys, as the page shows them.</summary>
internal sealed class KeyParts(PageContext page, ApiKeyStore apiKeys, PartnerKeyStore partnerKeys)
{
    private const string Consent = "Replace the key in use. The old one, and every token it signed, dies at once.";

    public Html ApiKeys() => Html.Of($"""
        <ul class="list">{Html.Join(apiKeys.List().Reverse().Select(ApiKey))}</ul>
        """);

    public Html ApiKeyForm(Notices.Notice? notice)
    {
        FormView form = new(page, "/api-keys", notice);
        Html attributes = Html.Of($"""required maxlength="255" autocomplete="off" placeholder="Nightly export" """);
        return form.Folded("Create an API key", Html.Of($"""
            {form.Input("api-key-description", "description", "What the key is for", attributes)}
            <button>Create API key</button>
            """), "form row");
    }

    public Html PartnerKeys() => Html.Of($"""
        <ul class="list">{Html.Join(page.Sites().Select(PartnerKey))}</ul>
        """);

    public Html PartnerKeyForms(Notices.Notice? notice)
    {
        FormView create = new(page, "/partner-key/create", notice);
        FormView upload = new(page, "/partner-key/upload", notice);
        return Html.Of($"""
            {create.Folded("Create a pair here", Html.Of($"""
                {create.Select("create-site", "site", "For", Sites())}
                {create.Check("create-replace", "replace", Consent)}
                <p class="hint">You get the private half as a file now and never again: the sandbox keeps only the public half.
                2048 bits.</p>
                <button>Create and download</button>
                """), "form download")}
            {upload.Folded("Use your own public key", Html.Of($"""
                {upload.Select("upload-site", "site", "For", Sites())}
                {upload.Area("public-key", "pem", "Public key (PEM)", Html.Of($"""placeholder="-----BEGIN PUBLIC KEY-----" """))}
                {upload.Input("public-key-file", "file", "or a file that holds it", Html.Of($"""type="file" accept=".pem,.pub,.txt" """))}
                {upload.Check("upload-replace", "replace", Consent)}
                <button>Register public key</button>
                """), "form", "multipart/form-data")}
            """);
    }

    private Html Sites() => Html.Join(page.Sites().Select(s => Html.Of($"""<option value="{s.Id}">{s.Name} ({s.Id})</option>""")));

    private Html ApiKey(ApiKeyRow key)
    {
        bool isRevoked = key.RevokedAt is not null;
        Html state = isRevoked
            ? Html.Of($"""<span class="badge bad">revoked</span>""")
            : page.Button($"/api-keys/{key.Id}/revoke", "Revoke", key.Description, "quiet danger");
        return Html.Of($"""
            <li><div class="item"><div class="grow"><strong>{key.Description}</strong>
            <p class="hint">created {PageContext.Time(key.CreatedAt)}{(isRevoked
                ? Html.Of($", revoked {PageContext.Time(key.RevokedAt!)}")
                : Html.Empty)}</p></div>{state}</div>
            <details data-key="api-key-{key.Id}"><summary>Show key<span class="unseen"> {key.Description}</span></summary>
            {PageContext.Copyable(key.Value, $"the API key {key.Description}")}</details></li>
            """);
    }

    private Html PartnerKey((long Id, string Name) site)
    {
        IReadOnlyList<PartnerKeyRow> keys = partnerKeys.List(site.Id);
        PartnerKeyRow? active = keys.FirstOrDefault(k => k.ReplacedAt is null);
        int replaced = keys.Count(k => k.ReplacedAt is not null);
        string level = site.Id == page.Site ? "site" : "workspace";
        return Html.Of($"""
            <li><div class="item"><div class="grow"><strong>{site.Name}</strong> <span class="hint">{level} {site.Id}</span></div>
            {(active is null
                ? Html.Of($"""<span class="badge">no key</span>""")
                : Html.Of($"""<span class="badge good">{active.Key.KeySizeInBits} bit, in use</span>"""))}</div>
            {(active is null ? Html.Empty : Html.Of($"""
                <dl class="facts"><div><dt>Thumbprint</dt><dd>{PageContext.Copyable(active.Key.Thumbprint, "the thumbprint")}</dd></div>
                <div><dt>Since</dt><dd>{PageContext.Time(active.CreatedAt)}</dd></div>
                {Html.If(replaced > 0, $"<div><dt>Replaced before</dt><dd>{replaced}</dd></div>")}</dl>
                """))}</li>
            """);
    }
}
