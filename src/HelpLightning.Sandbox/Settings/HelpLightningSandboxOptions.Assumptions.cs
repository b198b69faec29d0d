namespace HelpLightning.Sandbox;

public sealed partial record HelpLightningSandboxOptions
{
    /// <summary>
    /// Whether a <c>page</c> or <c>page_size</c> that is no number above 0, or is too large, is an error, and a page past the
    /// end is empty. By default too much is lowered, nonsense is as if it were absent, and a page past the end is the last
    /// one again, with its number in the answer: so does the library whose pages Help Lightning's are like.
    /// </summary>
    public bool StrictPaging { get; init; }

    /// <summary>How long a page can be, from 1 to 1,000 (the default).</summary>
    public int LargestPageSize { get; init; } = 1000;

    /// <summary>
    /// Whether the site's webhooks get the events of its workspaces as well. By default each gets those of its own site or
    /// workspace, because Help Lightning sets webhooks up for each workspace.
    /// </summary>
    public bool SiteWebhooksHearWorkspaces { get; init; }

    /// <summary>
    /// Whether the help thread of a call that has none is <c>{"workbox": null}</c>. By default it is a bare <c>null</c>; both
    /// have been seen.
    /// </summary>
    public bool WrapMissingThread { get; init; }

    /// <summary>
    /// Whether there is no route for one attachment of a call, so that it is answered with 404 as any unknown path; the list is there.
    /// By default there is: it has been seen, but nothing says that every server has it.
    /// </summary>
    public bool OmitAttachmentRoute { get; init; }

    /// <summary>
    /// The day up to which the made-up data of a new database reach; null is the day by the sandbox's clock. The same day
    /// gives the same dates.
    /// </summary>
    public DateTimeOffset? SeedDate { get; init; }
}
