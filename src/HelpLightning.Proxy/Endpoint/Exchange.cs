namespace HelpLightning.Proxy;

/// <summary>What becomes known of a request on its way, for the log and the counters.</summary>
internal sealed class Exchange
{
    public ProxySite? Site { get; set; }

    public string? Caller { get; set; }

    public string? Rule { get; set; }

    public string? ActsAs { get; set; }

    /// <summary>The request that went on; null when none did.</summary>
    public HttpRequestMessage? Request { get; set; }

    /// <summary>Did Help Lightning answer?</summary>
    public bool IsAnswered { get; set; }

    /// <summary>What answered in Help Lightning's stead; null when nothing did.</summary>
    public string? AnsweredBy { get; set; }
}
