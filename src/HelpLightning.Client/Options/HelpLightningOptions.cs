using System.Text.Json.Serialization;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>Which Help Lightning to call, as whom, and how patiently. In configuration the section is <c>HelpLightning</c>.</summary>
public sealed class HelpLightningOptions
{
    /// <summary>The API key of the application, from Help Lightning's Developer tab; 1 to 512 visible ASCII characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public string? ApiKey { get; set; }

    /// <summary>The number of the site or workspace, from the Developer tab.</summary>
    public SiteId SiteId { get; set; }

    /// <summary>
    /// The file that holds the partner key. One of the three ways to give the key. When the file changes it is read
    /// again, so a key is rotated without a restart. <c>credential:NAME</c> is a credential of systemd
    /// (<see cref="SystemdCredential"/>); a URI leads to a key that lies elsewhere, such as <c>pkcs11:token=hl;object=partner</c>
    /// (<see cref="PartnerKeySchemes"/>). Left out of JSON, because a URI may hold a PIN.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public string? PartnerKeyFile { get; set; }

    /// <summary>
    /// What opens a <see cref="PartnerKeyFile"/> that is a URI: <c>openssl-provider:</c> and <c>openssl-engine:</c> by default. A
    /// container adds each <see cref="PartnerKeyScheme"/> that is registered as a service.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<PartnerKeyScheme> PartnerKeySchemes { get; set; } = PartnerKeyScheme.BuiltIn;

    /// <summary>The name of an environment variable that holds the partner key's text.</summary>
    public string? PartnerKeyVariable { get; set; }

    /// <summary>A key that was loaded already, or one that lies elsewhere. It is not disposed with the client.</summary>
    [JsonIgnore]
    public PartnerSigningKey? PartnerKey { get; set; }

    /// <summary>What opens the key when it is encrypted. Keep it in a secret store, not in a settings file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public string? PartnerKeyPassphrase { get; set; }

    /// <summary>
    /// A file whose first line opens the key, or <c>credential:NAME</c>: instead of <see cref="PartnerKeyPassphrase"/>, read each time
    /// that the key is read, and wiped from memory afterwards.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public string? PartnerKeyPassphraseFile { get; set; }

    /// <summary>
    /// False for an application that only signs people in (<see cref="EnterpriseClient.SignIn"/>) and has no partner key; true by default.
    /// </summary>
    public bool PartnerKeyRequired { get; set; } = true;

    /// <summary>The data centre of the site; US by default.</summary>
    public DataCenter DataCenter { get; set; } = DataCenter.US;

    /// <summary>
    /// The API's address, with or without <c>/api</c>; it wins over <see cref="DataCenter"/>. HTTPS, except to this machine.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>How long each token is valid: 1 s to 24 h in whole seconds, 60 s by default.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How much longer than the second of its signing a partner token is used: 0 to half of <see cref="TokenLifetime"/>. (Within that
    /// second signing again would give the same token, byte for byte, so it is signed once.) Null by default: 0 for a key that signs at
    /// once (<see cref="PartnerSigningKey.SignsAtOnce"/>), half of <see cref="TokenLifetime"/> for one in a service, which would otherwise
    /// be asked each second.
    /// </summary>
    public TimeSpan? TokenReuse { get; set; }

    /// <summary>How long a call may take in all, with its retries and waits, reply included: over 0 to 1 h, 100 s by default.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long one attempt may take, reply included: over 0 to 1 h, 30 s by default.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often a failed request is tried again when that is safe: 0 (never) to 10, 3 by default. Reads, PUT and DELETE
    /// are safe; of the POSTs only those that change nothing.
    /// </summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>The wait before the first retry, doubled for each further one, with jitter: 0 to 1 min, 0.5 s by default.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// The longest wait before a retry: 0 to 10 min, 30 s by default. A server that asks for longer (<c>Retry-After</c>)
    /// gets no retry; the error says how long it asked for.
    /// </summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The client's own limit, over all its callers: 0 (the default) for none, else 0.001 to 10,000 requests a second.</summary>
    public double RequestsPerSecond { get; set; }

    /// <summary>
    /// True to stop calling for a while when most calls fail, so that a server in trouble is left alone and callers fail
    /// at once; false by default.
    /// </summary>
    public bool CircuitBreaker { get; set; }

    /// <summary>The part of failed requests, over 30 s, that opens the circuit: over 0 to 1, 0.5 by default.</summary>
    public double CircuitBreakerFailureRatio { get; set; } = 0.5;

    /// <summary>So many requests in 30 s are needed before their failures say anything: 2 or more, 20 by default.</summary>
    public int CircuitBreakerMinimumRequests { get; set; } = 20;

    /// <summary>How long the circuit stays open: 0.5 s to 1 h, 15 s by default.</summary>
    public TimeSpan CircuitBreakerPause { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How far off this machine's clock may be for tokens to be signed by the server's time instead, when its <c>Date</c> header
    /// shows it: 0 (never) to 24 h, 5 min by default, as Kerberos tolerates (RFC 4120 section 8.2). A token lives longer by as much
    /// as it is corrected, so a server that lies could have one signed that lives this much longer.
    /// </summary>
    public TimeSpan MaxClockCorrection { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The clock that tokens are signed by, and that retries wait by.</summary>
    [JsonIgnore]
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Options of their own with the same values: what is done with the one has no effect on the other.</summary>
    public HelpLightningOptions Clone() => (HelpLightningOptions)MemberwiseClone();

    internal bool HasPartnerKey => PartnerKey is not null || PartnerKeyFile is not null || PartnerKeyVariable is not null;
}
