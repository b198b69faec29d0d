using System.Text.Json.Serialization;
using HelpLightning.Equality;

namespace HelpLightning.Client;

/// <summary>
/// A person of a site or workspace. Lists and versions of the API tell more or fewer of the fields; what is not told is null.
/// </summary>
public sealed record User : ApiObject
{
    /// <summary>The user id. One person has several, one for each workspace.</summary>
    public long Id { get; init; }

    /// <summary>The site or workspace.</summary>
    public long? EnterpriseId { get; init; }

    /// <summary>The full name; under 256 characters.</summary>
    public string? Name { get; init; }

    /// <summary>The name in links: letters, digits, <c>.</c> and <c>_</c>.</summary>
    public string? Username { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The job title.</summary>
    public string? Title { get; init; }

    /// <summary>Where the person works.</summary>
    public string? Location { get; init; }

    /// <summary>The kind of licence: <c>expert</c>, <c>team</c>, <c>device</c> and others.</summary>
    public string? License { get; init; }

    /// <summary>1 for an administrator, 3 for a user; others exist.</summary>
    public long? RoleId { get; init; }

    /// <summary>The role's name: <c>EnterpriseAdmin</c>, <c>User</c> and others.</summary>
    public string? RoleName { get; init; }

    /// <summary>What the person may do, in the vendor's words; empty when not told.</summary>
    public IReadOnlyList<string> Permissions { get; init => field = EqualList<string>.Of(value); } = EqualList<string>.Empty;

    /// <summary>May the caller manage this person?</summary>
    public bool? Manage { get; init; }

    /// <summary>The identity provider, when sign-in goes through one.</summary>
    public string? Provider { get; init; }

    /// <summary>The person's id at the identity provider.</summary>
    public string? ProviderUid { get; init; }

    /// <summary>A number; 0 is all that has been seen.</summary>
    public long? Status { get; init; }

    /// <summary>The person's own words; up to 140 characters.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>Ready to take calls.</summary>
    public bool? Available { get; init; }

    /// <summary>False when switched off by an administrator.</summary>
    public bool? Active { get; init; }

    /// <summary>Has the account been confirmed?</summary>
    public bool? IsConfirmed { get; init; }

    /// <summary>True until the first sign-in.</summary>
    public bool? IsFirstLogin { get; init; }

    /// <summary>Has the e-mail address been confirmed?</summary>
    public bool? EmailConfirmed { get; init; }

    /// <summary>Made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Account confirmed; null when not yet.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Confirmation mail sent; null when never.</summary>
    public DateTimeOffset? ConfirmationSentAt { get; init; }

    /// <summary>Invited; null when never.</summary>
    public DateTimeOffset? InvitationSentAt { get; init; }

    /// <summary>First call; null when none yet.</summary>
    public DateTimeOffset? FirstCallAt { get; init; }

    /// <summary>Last used; null when never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Until when the person is away; null when not set.</summary>
    public DateTimeOffset? UnavailableExpiresAt { get; init; }

    /// <summary>The picture.</summary>
    public Avatar? Avatar { get; init; }

    /// <summary>
    /// A token to act as this person, valid for about 30 days; <see cref="UsersClient.GetAsync"/> and
    /// <see cref="UsersClient.ListWithTokensAsync"/> bring it. Null elsewhere.
    /// </summary>
    public AccessToken? Token { get; init; }

    /// <summary>
    /// The address of the person's meeting room (My Help Space) on the web app, or its path there: <c>/meet/{username}</c>. Only
    /// <see cref="MeClient.GetAccountAsync"/> tells it.
    /// </summary>
    [JsonPropertyName("personal_room_url")]
    public string? MyHelpSpaceAddress { get; init; }

    /// <summary>The session behind that room. Only <see cref="MeClient.GetAccountAsync"/> tells it.</summary>
    [JsonPropertyName("personal_room_session_id")]
    public string? MyHelpSpaceSessionId { get; init; }

    internal override RowKey? Key => RowKey.Of(Id);

    private protected override string Summary => $"Id = {Id}, Name = {Name}, Email = {Email}";
}
