namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>
/// How webhooks are received and handled. <see cref="Secrets"/> and <see cref="SecretFiles"/> are followed while the program runs; the
/// rest is read when it starts.
/// </summary>
public sealed class HelpLightningWebhookOptions
{
    /// <summary>
    /// The secrets of the webhooks that have this address, by a name of yours, such as the workspace's; it is told to handlers as
    /// <see cref="WebhookContext.SignedBy"/>. Names that are numbers, as a list in a configuration file gives, are no names.
    /// </summary>
    public IDictionary<string, string> Secrets { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Files of secrets: each line of a file is one, and the name of the file, without its ending, is their name. Read anew when
    /// they change.
    /// </summary>
    public IList<string> SecretFiles { get; } = [];

    /// <summary>
    /// Takes events that nobody has signed, where no secret is set: whoever knows the address can then make up events. For a look
    /// at what comes,
    /// and for networks in which nobody else can reach it.
    /// </summary>
    public bool AllowUnsigned { get; set; }

    /// <summary>
    /// The file of the embedded inbox, relative to the content root; <c>webhooks/inbox.sqlite</c> when it is not set. Not used with
    /// <see cref="HelpLightningWebhooksBuilder.UseInbox"/>.
    /// </summary>
    public string? InboxFile { get; set; }

    /// <summary>Whether handlers run in this program. Off, it only receives, and others on the same inbox handle.</summary>
    public bool RunHandlers { get; set; } = true;

    /// <summary>The largest body that is taken, in bytes. 1 KiB to 100 MiB.</summary>
    public int MaxBodySize { get; set; } = 1024 * 1024;

    /// <summary>How long a sender may take for its body. 100 ms to 5 minutes.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc cref="InboxOptions.AnswerWithin"/>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc cref="InboxOptions.DuplicateWindow"/>
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc cref="InboxOptions.QueueCapacity"/>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>
    /// The delays before the second attempt, the third and so on; what has failed once more is a dead letter. Each 0 to 7 days.
    /// Not set: 5 s,
    /// 30 s, 2 min, 10 min, 30 min, 1 h, 2 h, 4 h, 8 h.
    /// </summary>
    public IList<TimeSpan> RetryDelays { get; } = [];

    /// <inheritdoc cref="InboxWorkerOptions.Concurrency"/>
    public int Concurrency { get; set; } = 8;

    /// <inheritdoc cref="InboxWorkerOptions.HandlerTimeout"/>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <inheritdoc cref="InboxWorkerOptions.Retention"/>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    internal InboxOptions ForInbox(TimeProvider clock) => new()
    {
        AnswerWithin = AnswerWithin,
        DuplicateWindow = DuplicateWindow,
        QueueCapacity = QueueCapacity,
        TimeProvider = clock,
    };

    internal InboxWorkerOptions ForWorker(TimeProvider clock)
    {
        InboxWorkerOptions standard = new();
        return standard with
        {
            RetryDelays = RetryDelays.Count > 0 ? [.. RetryDelays] : standard.RetryDelays,
            Concurrency = Concurrency,
            HandlerTimeout = HandlerTimeout,
            Retention = Retention,
            TimeProvider = clock,
        };
    }
}
