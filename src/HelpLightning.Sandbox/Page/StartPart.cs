using System.Globalization;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Page.Repeat;

namespace HelpLightning.Sandbox.Page;

/// <summary>How to make the first call: the next step as the page's one big button, and the lines to type.</summary>
internal sealed class StartPart(PageContext page, ApiKeyStore apiKeys, PartnerKeyStore partnerKeys)
{
    private string Site => page.Site.ToString(CultureInfo.InvariantCulture);

    public Html Whole(string host)
    {
        PartnerKeyRow? key = partnerKeys.Active(page.Site);
        string file = page.KeyFile(key?.Key.Thumbprint);
        string apiKey = apiKeys.List().FirstOrDefault(k => k.RevokedAt is null)?.Value ?? "API_KEY_FROM_BELOW";
        string hl = Hl(host, file, apiKey);
        return Html.Of($"""
            <div class="steps">
            <p class="lead">{(key is null
                ? "Make a partner key, and your first call is two lines away."
                : "The keys are there. Your first call is two lines away.")}</p>
            {(key is null ? Create() : Ready(hl, file))}
            </div>
            <div class="lines">
            {Lines("hl", hl, isOpen: true)}{Lines("curl", Curl(host, file, apiKey), isOpen: false)}{Lines(
                "C#", CSharp(host, file, apiKey, page.Site), isOpen: false)}
            </div>
            """);
    }

    /// <summary>Makes a client of the sandbox, in C#. What the page shows elsewhere begins with its <c>client</c>.</summary>
    public static string CSharp(string host, string file, string apiKey, long site) => $$"""
        using HelpLightningClient client = HelpLightningClient.Create(new HelpLightningOptions
        {
            BaseAddress = new Uri({{CSharpText.Quoted(host)}}),
            SiteId = new({{site.ToString(CultureInfo.InvariantCulture)}}),
            ApiKey = {{CSharpText.Quoted(apiKey)}},
            PartnerKeyFile = {{File(file)}},
        });
        await foreach (User user in client.Users.ListAsync()) Console.WriteLine(user.Name);
        """;

    /// <summary>Nothing but a shell knows <c>~</c>.</summary>
    private static string File(string file) => file.StartsWith(PageContext.Downloads, StringComparison.Ordinal)
        ? "Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), \"Downloads\", "
            + $"{CSharpText.Quoted(file[(PageContext.Downloads.Length + 1)..])})"
        : CSharpText.Quoted(file);

    private Html Create() => page.Form("/partner-key/create", Html.Of($"""
        <input type="hidden" name="site" value="{page.Site}">
        <button class="primary" data-key="create-key">Create partner key</button>
        <p class="hint">The private half comes as a file, this once. Browsers save it to <code>{PageContext.Downloads}</code>.</p>
        """), "form download");

    private static Html Ready(string lines, string file) => Html.Of($"""
        <button type="button" class="primary" data-copy="{lines}" data-key="copy-lines" hidden>Copy the two lines</button>
        <p class="hint">{(file.StartsWith('~')
            ? Html.Of($"The private key was saved as <code>{file}</code>.")
            : Html.Of($"<code>{file}</code> stands for the file of your private key."))}</p>
        """);

    private static Html Lines(string language, string text, bool isOpen) => Html.Of($"""
        <details class="tab" name="first-call" data-key="first-{language}"{Html.If(isOpen, $" open")}><summary>{language}</summary>
        {PageContext.Code(text, "", $"the first call with {language}")}</details>
        """);

    private string Hl(string host, string file, string apiKey) => $"""
        chmod 600 {file}
        HL_API_URL={host} HL_SITE_ID={Site} HL_API_KEY={apiKey} hl users list -k {file}
        """;

    private string Curl(string host, string file, string apiKey)
    {
        string token = $"$(hl token --site-id {Site} -k {file})";
        return $"""
            chmod 600 {file}
            curl -H "Authorization: {token}" -H "x-helplightning-api-key: {apiKey}" {host}/api/v1r1/enterprise/users
            """;
    }
}
