using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;

namespace HelpLightning.Cli.Filters;

/// <summary>Which people.</summary>
/// <param name="hasLicense">Does the list tell licences? That of a group's people does not.</param>
internal sealed class UserFilterFlags(bool hasLicense = true)
{
    private static readonly string[] KnownLicenses = ["expert", "team", "device", "personal"];
    private static readonly string[] KnownRoles = ["User", "EnterpriseAdmin"];

    private readonly Option<string?> _email = new("--email") { HelpName = "ADDRESS", Description = "Whose e-mail address is this" };
    private readonly Option<string?> _name = new("--name") { HelpName = "TEXT", Description = "Whose name holds this text" };
    private readonly Option<string?> _license = new("--license")
    {
        HelpName = "KIND",
        Description = "With this licence, such as expert or team",
    };

    private readonly Option<string?> _role = new("--role")
    {
        HelpName = "NAME",
        Description = "With this role, such as User or EnterpriseAdmin",
    };

    private readonly Option<bool?> _active = new("--active") { HelpName = "true|false", Description = "Switched on, or off" };
    private readonly Option<string?> _updatedSince = new("--updated-since")
    {
        HelpName = TimeParser.HelpName,
        Description = "Changed since: 7d, 24h, 2026-11-01, 2026-11-01T08:00Z",
    };

    private readonly Option<string?> _raw = new("--filter")
    {
        HelpName = "CONDITION",
        Description = "A condition in the API's own form, such as title=Technician",
    };

    public void AddTo(Command command)
    {
        _license.CompletionSources.Add(KnownLicenses);
        _role.CompletionSources.Add(KnownRoles);
        _active.CompletionSources.Clear();
        _active.CompletionSources.Add("true", "false");
        foreach (Option option in (ReadOnlySpan<Option>)[_email, _name, _role, _active, _updatedSince, _raw])
        {
            command.Add(option);
        }

        if (hasLicense)
        {
            command.Add(_license);
        }
    }

    public bool CountsFromNow(ParseResult parsed) => TimeParser.IsAgo(parsed.GetValue(_updatedSince));

    /// <param name="parsed">The command line.</param>
    /// <param name="now">What so long ago counts from.</param>
    /// <param name="list">The people with a condition of the API.</param>
    public Selection<User> Select(ParseResult parsed, DateTimeOffset now, Func<UserFilter?, PagedList<User>> list)
    {
        Conditions<User, UserFilter> conditions = new(parsed.GetValue(_raw) is { } raw ? UserFilter.Raw(raw) : null);
        if (parsed.GetValue(_email) is { } email)
        {
            conditions.Add(UserFilter.Email == email, user => string.Equals(user.Email, email, StringComparison.OrdinalIgnoreCase));
        }

        if (parsed.GetValue(_name) is { Length: > 0 } name)
        {
            conditions.Add(UserFilter.Name.Matches($"%{name}%"),
                user => user.Name?.Contains(name, StringComparison.OrdinalIgnoreCase) == true);
        }

        if (parsed.GetValue(_updatedSince) is { } since)
        {
            DateTimeOffset time = TimeParser.Parse(since, "--updated-since", now);
            conditions.Add(UserFilter.UpdatedAt > time, user => user.UpdatedAt > time);
        }

        if (parsed.GetValue(_active) is { } active)
        {
            conditions.Add(user => user.Active == active);
        }

        KindCheck? license = hasLicense && parsed.GetValue(_license) is { } kind ? new KindCheck(_license.Name, kind, KnownLicenses) : null;
        KindCheck? role = parsed.GetValue(_role) is { } named ? new KindCheck(_role.Name, named, KnownRoles) : null;
        Func<User, bool>? others = conditions.Local;
        if (license is null && role is null)
        {
            return new Selection<User>(list(conditions.Remote), others);
        }

        // Each looks at every row, whatever the others say of it.
        return new Selection<User>(
            list(conditions.Remote),
            user => (license?.Matches(user.License) ?? true) & (role?.Matches(user.RoleName) ?? true) & (others?.Invoke(user) ?? true),
            () => license?.Problem ?? role?.Problem);
    }
}
