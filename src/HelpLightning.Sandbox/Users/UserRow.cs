namespace HelpLightning.Sandbox.Users;

/// <summary>A person as the database holds it. Times are text in the wire's form; an unset one is empty.</summary>
internal sealed record UserRow
{
    public const int AdministratorRole = 1;
    public const int UserRole = 3;

    /// <summary>Null takes the next one.</summary>
    public long? Id { get; init; }

    public required long SiteId { get; init; }

    /// <summary>The person of the site that this one in a workspace is an alias of.</summary>
    public long? PrimaryId { get; init; }

    public required string Name { get; init; }

    public required string Username { get; init; }

    /// <summary>Null for people without an account.</summary>
    public required string? Email { get; init; }

    public required string Title { get; init; }

    public required string Location { get; init; }

    public required string License { get; init; }

    public required int RoleId { get; init; }

    /// <summary>The identity provider; empty for people with a password.</summary>
    public string Provider { get; init; } = "";

    public string ProviderUid { get; init; } = "";

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

    /// <summary>Somebody without an account, as people come in by a link.</summary>
    public static UserRow Anonymous(string name, string at) => new()
    {
        SiteId = 0,
        Name = name,
        Username = "",
        Email = null,
        Title = "",
        Location = "",
        License = "",
        RoleId = UserRole,
        Active = true,
        Available = true,
        IsConfirmed = false,
        IsFirstLogin = false,
        CreatedAt = at,
        UpdatedAt = at,
        ConfirmedAt = "",
        InvitationSentAt = "",
        FirstCallAt = "",
        LastUsedAt = "",
    };
}
