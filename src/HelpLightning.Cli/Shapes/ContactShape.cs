using HelpLightning.Cli.Output;
using HelpLightning.Client;

namespace HelpLightning.Cli.Shapes;

/// <summary>How people whom a search found, and groups on call, are printed; never with the tokens that call them.</summary>
internal static class ContactShape
{
    public static readonly RowShape<Contact> Person = new("contacts",
        new("id", static c => (long?)c.Id, InTable: true),
        new("name", static c => c.Name, InTable: true),
        new("email", static c => c.Email, InTable: true),
        new("username", static c => c.Username),
        new("title", static c => c.Title, InTable: true),
        new("location", static c => c.Location, InTable: true),
        new("license", static c => c.License),
        new("active", static c => c.Active),
        new("reachable", static c => c.Reachable, InTable: true),
        new("favorite", static c => c.Favorite, InTable: true),
        new("supports_messaging", static c => c.SupportsMessaging),
        new("enterprise_id", static c => c.EnterpriseId));

    public static readonly RowShape<OnCallGroup> Group = new("groups on call",
        new("id", static g => (long?)g.Id, InTable: true),
        new("name", static g => g.Name, InTable: true),
        new("description", static g => g.Description, InTable: true),
        new("user_count", static g => g.UserCount, InTable: true),
        new("favorite", static g => g.Favorite, InTable: true),
        new("color", static g => g.Color),
        new("enterprise_id", static g => g.EnterpriseId));
}
