using System.Text.Json;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Users;
using HelpLightning.Sandbox.Webhooks;

namespace HelpLightning.Sandbox.Scenarios;

/// <summary>Reads a scenario; every error names the place, such as <c>calls[3].dialer</c>.</summary>
internal static class ScenarioReader
{
    private const int MostAttachments = 100;
    private const int LongestFileName = 1000;
    private const int LargestFile = 100 * 1024 * 1024;

    public static Scenario Read(JsonFields root)
    {
        SandboxSeed? seed = root.OneOf("start_from", "current", "empty", "small", "large") switch
        {
            "empty" => SandboxSeed.None,
            "small" => SandboxSeed.Small,
            "large" => SandboxSeed.Large,
            _ => null,
        };
        (DateTimeOffset? now, bool frozen) = Clock(root.Object("clock"));
        Scenario scenario = new(
            seed, now, frozen, [.. root.Objects("workspaces").Select(Workspace)], [.. root.Objects("users").Select(User)],
            [.. root.Objects("groups").Select(Group)], [.. root.Objects("calls").Select(Call)],
            [.. root.Texts("faults").Select((text, i) => Fault(root, text, i))], [.. root.Objects("webhooks").Select(WebhookFields.Read)]);
        root.OptionalText("description", longest: 1000);
        root.RequireNoOthers();
        return scenario;
    }

    /// <exception cref="SandboxException">The text is no JSON, or no scenario.</exception>
    public static Scenario Read(string json) => Read(JsonFields.Parse(json, "The scenario", options: new JsonDocumentOptions
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    }));

    private static (DateTimeOffset? Now, bool Frozen) Clock(JsonFields? fields)
    {
        if (fields is null)
        {
            return (null, false);
        }

        (DateTimeOffset?, bool) clock = (fields.Instant("now"), fields.Flag("frozen") ?? false);
        fields.RequireNoOthers();
        return clock;
    }

    private static ScenarioWorkspace Workspace(JsonFields fields)
    {
        ScenarioWorkspace workspace = new(
            fields, fields.Number("id", 1, int.MaxValue) ?? throw fields.Missing("id"), fields.Text("name"));
        fields.RequireNoOthers();
        return workspace;
    }

    private static ScenarioUser User(JsonFields fields)
    {
        ScenarioUser user = new(
            fields, fields.Number("id", 1, int.MaxValue), fields.Text("name"), fields.Text("email"), fields.OptionalText("title") ?? "",
            fields.OptionalText("location") ?? "", fields.OneOf("license", "expert", "team", "device", "personal") ?? "expert",
            fields.OneOf("role", "User", "EnterpriseAdmin") == "EnterpriseAdmin", fields.Flag("active") ?? true,
            fields.Number("workspace", 1, int.MaxValue));
        fields.RequireNoOthers();
        return Invitation.IsEmail(user.Email) ? user : throw fields.Wrong("email", "is not an e-mail address");
    }

    private static ScenarioGroup Group(JsonFields fields)
    {
        ScenarioGroup group = new(
            fields, fields.Text("name"), fields.OptionalText("description") ?? "", fields.Flag("on_call") ?? false, fields.Texts("members"),
            fields.Texts("admins"),
            fields.Number("workspace", 1, int.MaxValue));
        fields.RequireNoOthers();
        return group;
    }

    private static ScenarioCall Call(JsonFields fields)
    {
        ScenarioCall call = new(
            fields, fields.Reference("dialer") ?? throw fields.Missing("dialer"),
            fields.Reference("receiver") ?? throw fields.Missing("receiver"),
            fields.Texts("participants"), fields.Instant("started_at"), fields.Duration("duration"), fields.Flag("missed") ?? false,
            fields.Texts("tags"),
            fields.OptionalText("comments") ?? "", Count(fields, "captures"), Count(fields, "recordings"), Count(fields, "documents"),
            fields.OptionalText("call_id"), fields.Number("workspace", 1, int.MaxValue), [.. fields.Objects("files").Select(File)]);
        fields.RequireNoOthers();
        if ((call.StartedAt is null) != (call.Duration is null))
        {
            throw fields.Wrong("", "wants both 'started_at' and 'duration', for a call that is over, or none of them, for one that runs");
        }

        if (call.StartedAt is null && (call.IsMissed || call.CallId is not null))
        {
            throw fields.Wrong("", "is a call that runs, so it cannot be missed or choose its call_id");
        }

        return call.Duration is { } duration && (duration < TimeSpan.Zero || duration > TimeSpan.FromDays(7))
            ? throw fields.Wrong("duration", "is not from 0 to 7d")
            : call;
    }

    private static ScenarioFile File(JsonFields fields)
    {
        SandboxAttachmentKind kind = fields.OneOf("kind", "capture", "recording", "document") switch
        {
            "capture" => SandboxAttachmentKind.ScreenCapture,
            "recording" => SandboxAttachmentKind.Recording,
            _ => SandboxAttachmentKind.Document,
        };
        ScenarioFile file = new(
            kind, fields.AnyText("name", LongestFileName), (int)(fields.Number("size", 0, LargestFile) ?? 0), fields.Flag("gone") ?? false);
        fields.RequireNoOthers();
        return file;
    }

    private static int Count(JsonFields fields, string name) => (int)(fields.Number(name, 0, MostAttachments) ?? 0);

    private static SandboxFault Fault(JsonFields root, string text, int index)
    {
        try
        {
            return SandboxFault.Parse(text);
        }
        catch (FormatException e)
        {
            throw root.Wrong(
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"faults[{index}]"),
                $"is wrong: {e.Message.TrimEnd('.')}");
        }
    }
}
