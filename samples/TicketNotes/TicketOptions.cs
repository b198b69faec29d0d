namespace TicketNotes;

/// <summary>The section Tickets of the settings.</summary>
internal sealed class TicketOptions
{
    public const string Remedy = "Tickets:Address and Tickets:CallPage have to be web addresses: where the ticket system is, "
        + "and where people look at a call, with {call} for its id.";

    /// <summary>Where the ticket system is.</summary>
    public string Address { get; set; } = "";

    /// <summary>Where people look at a call: <c>{call}</c> stands for its id.</summary>
    public string CallPage { get; set; } = "";

    /// <summary>The ids of workspaces by the names of their secrets: a file <c>north.secret</c> holds the secret <c>north</c>.</summary>
    public Dictionary<string, long> Workspaces { get; } = new(StringComparer.Ordinal);

    public static bool AreUsable(TicketOptions options) => IsWebAddress(options.Address) && IsWebAddress(options.CallPage);

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https";
}
