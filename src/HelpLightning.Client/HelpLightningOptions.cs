using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>Which Help Lightning to call and as whom. In configuration the section is <c>HelpLightning</c>.</summary>
public sealed class HelpLightningOptions
{
    /// <summary>The API key of the application, from Help Lightning's Developer tab; 1 to 512 visible ASCII characters.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The number of the site or workspace, from the Developer tab; positive.</summary>
    public long SiteId { get; set; }

    /// <summary>The file that holds the partner key. One of the three ways to give the key.</summary>
    public string? PartnerKeyFile { get; set; }

    /// <summary>The name of an environment variable that holds the partner key's text.</summary>
    public string? PartnerKeyVariable { get; set; }

    /// <summary>A key that was loaded already. It is not disposed with the client.</summary>
    public PartnerKey? PartnerKey { get; set; }

    /// <summary>What opens the key when it is encrypted. Keep it in a secret store, not in a settings file.</summary>
    public string? PartnerKeyPassphrase { get; set; }

    /// <summary>The data centre of the site; US by default.</summary>
    public DataCenter DataCenter { get; set; } = DataCenter.US;

    /// <summary>
    /// The API's address, with or without <c>/api</c>; it wins over <see cref="DataCenter"/>. HTTPS, except to this machine.
    /// </summary>
    public string? BaseUrl { get; set; }

    /// <summary>How long each token is valid: 1 s to 24 h in whole seconds, 60 s by default.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a call may take, reply included: over 0 to 1 h, 60 s by default.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock that tokens are signed by.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
