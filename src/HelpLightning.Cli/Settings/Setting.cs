using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Settings;

/// <summary>Something that a profile can hold.</summary>
/// <param name="Name">As it is typed and as it stands in the file; its flag is the same with two dashes.</param>
/// <param name="Variable">The environment variable; null when there is none.</param>
/// <param name="Description">For people.</param>
/// <param name="Check">From what was typed to what is kept; throws what is wrong with it.</param>
internal sealed record Setting(string Name, string? Variable, string Description, Func<string, string> Check)
{
    public static readonly Setting SiteId = new(
        "site-id", Variables.SiteId, "The site's number, from Help Lightning's Developer tab", CheckSiteId);

    public static readonly Setting KeyFile = new(
        "key-file", Variables.PartnerKeyFile, "Where the private key lies; it is not copied", AnyText)
    {
        IsFile = true,
    };

    public static readonly Setting PassphraseFile = new(
        "passphrase-file", null, "A file whose first line opens an encrypted key", AnyText)
    {
        IsFile = true,
    };

    public static readonly Setting ApiKey = new("api-key", Variables.ApiKey, "The API key", CheckApiKey) { IsSecret = true };

    public static readonly Setting ApiUrl = new(
        "api-url", Variables.ApiUrl, "The API's address, where it is not the data centre's", CheckApiUrl);

    public static readonly Setting DataCenter = new("data-center", Variables.DataCenter, "US or EU", CheckDataCenter)
    {
        Values = ["US", "EU"],
    };

    public static readonly Setting Output = new("output", null, "What commands print: table, json, ndjson or csv", CheckOutput)
    {
        Values = ["table", "json", "ndjson", "csv"],
    };

    public static readonly Setting AllowFormulas = new(
        "allow-formulas", null, "true to leave texts in CSV as they are even where a spreadsheet would run them", CheckBoolean)
    {
        Values = ["true", "false"],
    };

    /// <summary>In the order in which they are set up and shown.</summary>
    public static IReadOnlyList<Setting> All { get; } =
        [SiteId, KeyFile, PassphraseFile, ApiKey, ApiUrl, DataCenter, Output, AllowFormulas];

    /// <summary>Never shown unless asked for, and not taken from a command line.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The name of a file. Its whole path is kept, because the next run may be made in another folder.</summary>
    public bool IsFile { get; init; }

    /// <summary>The value of a setting that is no secret, without a secret that is part of it: the PIN in a key's URI.</summary>
    public string Show(string value) => this == KeyFile ? KeySchemes.Show(value) : value;

    /// <summary>The values there are, where they are few.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    public static Setting Named(string name) => All.FirstOrDefault(s => s.Name == name)
        ?? throw CommandException.Usage($"There is no such setting. There are: {string.Join(", ", All.Select(static s => s.Name))}.");

    private static string AnyText(string text) => text;

    private static string CheckSiteId(string text) => PartnerKeys.SiteId.TryParse(text, null, out SiteId site)
        ? site.Value.ToString(CultureInfo.InvariantCulture)
        : throw CommandException.Usage("site-id wants a positive whole number such as 54344, digits only.");

    private static string CheckApiKey(string text) => text.Length is > 0 and <= 512 && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
        ? text
        : throw CommandException.Usage("An API key is 1 to 512 visible ASCII characters without spaces.");

    private static string CheckApiUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? text
            : throw CommandException.Usage(
                "api-url wants an address such as https://api.helplightning.net; plain http only to this machine.");

    private static string CheckDataCenter(string text) => text.ToUpperInvariant() is "US" or "EU"
        ? text.ToUpperInvariant()
        : throw CommandException.Usage("data-center wants US or EU.");

    private static string CheckOutput(string text) => Output.Values.Contains(text)
        ? text
        : throw CommandException.Usage("output wants table, json, ndjson or csv.");

    private static string CheckBoolean(string text) => text is "true" or "false"
        ? text
        : throw CommandException.Usage("allow-formulas wants true or false.");
}
