using HelpLightning.Equality;

namespace HelpLightning.Client;

/// <summary>What an invitation brought. The answers have been seen in two shapes, so each part may be missing.</summary>
public sealed record HelpThreadInviteResult : ApiObject
{
    /// <summary>The guests, the new one among them.</summary>
    public IReadOnlyList<HelpThreadGuest> Guests { get; init => field = EqualList<HelpThreadGuest>.Of(value); } =
        EqualList<HelpThreadGuest>.Empty;

    /// <summary>The link that lets the guest in; whoever knows it can use it.</summary>
    public Uri? Link { get; init; }

    private protected override string Summary => $"{Guests.Count} guests";
}
