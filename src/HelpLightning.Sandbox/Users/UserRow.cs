namespace HelpLightning.Sandbox.Users;

/// <summary>A person as the database holds it. Times are text in the wire's form; an unset one is empty.</summary>
internal sealed record UserRow
{
    public const int AdministratorRole = 1;
    public const int UserRole = 3;

    public required long Id { get; init; }

    public required string Name { get; init; }

    public required string Username { get; init; }

    public required string Email { get; init; }

    public required string Title { get; init; }

    public required string Location { get; init; }

    public required string License { get; init; }

    public required int RoleId { get; init; }

    public required bool Active { get; init; }

    public required bool Available { get; init; }

    public required bool IsConfirmed { get; init; }

    public required bool IsFirstLogin { get; init; }

    public required string CreatedAt { get; init; }

    public required string UpdatedAt { get; init; }

    public required string ConfirmedAt { get; init; }

    public required string InvitationSentAt { get; init; }

    public required string FirstCallAt { get; init; }

    public required string LastUsedAt { get; init; }
}
