using HelpLightning.Cli.Output;
using HelpLightning.Client;

namespace HelpLightning.Cli.Shapes;

/// <summary>How sessions are printed; without their tokens.</summary>
internal static class SessionShape
{
    public static readonly RowShape<Session> Full = new("sessions",
        new("id", static s => s.Id, InTable: true, IsKey: true),
        new("video_active", static s => s.VideoActive, InTable: true),
        new("pin", static s => s.Pin),
        new("updated_at", static s => s.UpdatedAt, InTable: true),
        new("users",
            static s => FieldValue.List(s.Users.Select(static u => string.IsNullOrEmpty(u.Name) ? u.Username : u.Name)), InTable: true),
        new("user_ids",
            static s => FieldValue.List(s.Users.Select(static u => u.Id?.ToString(System.Globalization.CultureInfo.InvariantCulture)))));
}
