namespace HelpLightning.Cli.Settings;

/// <summary>The environment variables that hl reads.</summary>
internal static class Variables
{
    public const string SiteId = "HL_SITE_ID";
    public const string ApiKey = "HL_API_KEY";
    public const string PartnerKeyFile = "HL_PARTNER_KEY_FILE";
    public const string PartnerKey = "HL_PARTNER_KEY";
    public const string Passphrase = "HL_PARTNER_KEY_PASSPHRASE";
    public const string ApiUrl = "HL_API_URL";
    public const string SandboxWebhookSecret = "HL_SANDBOX_WEBHOOK_SECRET";
    public const string WebhookSecret = "HL_WEBHOOK_SECRET";
    public const string WebhookPostgres = "HL_WEBHOOK_POSTGRES";
    public const string ExportPassphrase = "HL_EXPORT_PASSPHRASE";
    public const string DataCenter = "HL_DATA_CENTER";
    public const string Profile = "HL_PROFILE";
}
