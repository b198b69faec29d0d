using System.Globalization;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Seeding;
using HelpLightning.Sandbox.Time;
using HelpLightning.Sandbox.Users;
using HelpLightning.Sandbox.Webhooks;

namespace HelpLightning.Sandbox.Scenarios;

/// <summary>Brings a scenario into the database, inside one transaction.</summary>
internal sealed class ScenarioLoader(Db db, long site, CallLife life, TimeProvider clock)
{
    public void Load(Scenario scenario)
    {
        foreach (ScenarioWorkspace workspace in scenario.Workspaces)
        {
            Add(workspace);
        }

        foreach (ScenarioUser user in scenario.Users)
        {
            Add(user);
        }

        foreach (ScenarioGroup group in scenario.Groups)
        {
            Add(group);
        }

        // Before the calls, so that they hear of those that run.
        foreach (SandboxWebhook webhook in scenario.Webhooks)
        {
            Add(webhook);
        }

        ScenarioCalls calls = new(this, db, life);

        // Calls that are over are numbered in the order in which they began; those that run come after them.
        foreach (ScenarioCall call in scenario.Calls.OrderBy(c => c.StartedAt ?? DateTimeOffset.MaxValue))
        {
            calls.Add(call);
        }
    }

    public long SiteOf(JsonFields source, long? workspace)
    {
        if (workspace is { } id && !db.Exists("SELECT 1 FROM sites WHERE id = ?1 AND id > 0", id))
        {
            throw source.Wrong("workspace", string.Create(CultureInfo.InvariantCulture, $"{id} does not exist"));
        }

        return workspace ?? site;
    }

    public long Person(JsonFields source, string field, long inSite, string reference) => PersonReference.Find(db, inSite, reference)
        ?? throw source.Wrong(field, $"'{reference}' is nobody here: give an id or an e-mail address");

    private void Add(ScenarioWorkspace workspace)
    {
        if (db.Exists("SELECT 1 FROM sites WHERE id = ?1", workspace.Id))
        {
            throw workspace.Source.Wrong("id", string.Create(CultureInfo.InvariantCulture, $"{workspace.Id} exists already"));
        }

        SiteSeed.Insert(db, workspace.Id, site, workspace.Name, clock.GetUtcNow());
    }

    private void Add(ScenarioUser user)
    {
        long inSite = SiteOf(user.Source, user.Workspace);
        if (db.Exists("SELECT 1 FROM users WHERE email = ?1 AND site_id = ?2", user.Email, inSite))
        {
            throw user.Source.Wrong("email", $"'{user.Email}' exists already");
        }

        if (user.Id is { } id && db.Exists("SELECT 1 FROM users WHERE id = ?1", id))
        {
            throw user.Source.Wrong("id", string.Create(CultureInfo.InvariantCulture, $"{id} exists already"));
        }

        string now = VendorTime.Format(clock.GetUtcNow());
        UserStore.Add(db, new UserRow
        {
            Id = user.Id,
            SiteId = inSite,
            Name = user.Name,
            Username = Invitation.FreeUsername(db, user.Email),
            Email = user.Email,
            Title = user.Title,
            Location = user.Location,
            License = user.License,
            RoleId = user.IsAdministrator ? UserRow.AdministratorRole : UserRow.UserRole,
            Active = user.IsActive,
            Available = user.IsActive,
            IsConfirmed = true,
            IsFirstLogin = true,
            CreatedAt = now,
            UpdatedAt = now,
            ConfirmedAt = now,
            InvitationSentAt = now,
            FirstCallAt = "",
            LastUsedAt = "",
        });
    }

    private void Add(SandboxWebhook webhook)
    {
        try
        {
            WebhookStore.Add(db, webhook);
        }
        catch (FormatException e)
        {
            throw SandboxException.BadParameter($"'webhooks': {e.Message}");
        }
    }

    private void Add(ScenarioGroup group)
    {
        long inSite = SiteOf(group.Source, group.Workspace);
        string now = VendorTime.Format(clock.GetUtcNow());
        long id = db.Insert(
            """
            INSERT INTO groups (site_id, name, description, email, is_default, is_expert, color, created_at, updated_at)
            VALUES (?1, ?2, ?3, '', 0, ?4, '#1f6feb', ?5, ?5)
            """,
            inSite, group.Name, group.Description, group.IsOnCall, now);
        for (int i = 0; i < group.Members.Count; i++)
        {
            AddTo(
                "group_members", id,
                Person(group.Source, string.Create(CultureInfo.InvariantCulture, $"members[{i}]"), inSite, group.Members[i]));
        }

        for (int i = 0; i < group.Admins.Count; i++)
        {
            long admin = Person(group.Source, string.Create(CultureInfo.InvariantCulture, $"admins[{i}]"), inSite, group.Admins[i]);
            AddTo("group_members", id, admin);
            AddTo("group_admins", id, admin);
        }
    }

    private void AddTo(string table, long group, long user) =>
        db.Run($"INSERT OR IGNORE INTO {table} (group_id, user_id) VALUES (?1, ?2)", group, user);
}
