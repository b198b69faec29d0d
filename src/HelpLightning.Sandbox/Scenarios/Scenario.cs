using HelpLightning.Sandbox.Json;

namespace HelpLightning.Sandbox.Scenarios;

/// <summary>
/// What a scenario asks for, checked as far as that goes without the database. It begins with a seed, or with what is
/// there when that is null.
/// </summary>
internal sealed record Scenario(
    SandboxSeed? Seed, DateTimeOffset? Now, bool Frozen, IReadOnlyList<ScenarioWorkspace> Workspaces, IReadOnlyList<ScenarioUser> Users,
    IReadOnlyList<ScenarioGroup> Groups, IReadOnlyList<ScenarioCall> Calls, IReadOnlyList<SandboxFault> Faults,
    IReadOnlyList<SandboxWebhook> Webhooks);

internal sealed record ScenarioWorkspace(JsonFields Source, long Id, string Name);

internal sealed record ScenarioUser(
    JsonFields Source, long? Id, string Name, string Email, string Title, string Location, string License, bool IsAdministrator,
    bool IsActive, long? Workspace);

internal sealed record ScenarioGroup(
    JsonFields Source, string Name, string Description, bool IsOnCall, IReadOnlyList<string> Members, IReadOnlyList<string> Admins,
    long? Workspace);

internal sealed record ScenarioCall(
    JsonFields Source, string Dialer, string Receiver, IReadOnlyList<string> Participants, DateTimeOffset? StartedAt, TimeSpan? Duration,
    bool IsMissed, IReadOnlyList<string> Tags, string Comments, int Captures, int Recordings, int Documents, string? CallId,
    long? Workspace,
    IReadOnlyList<ScenarioFile> Files);

/// <summary>A file of a call with a name of one's own, which may be any text.</summary>
internal sealed record ScenarioFile(SandboxAttachmentKind Kind, string Name, int Size, bool IsGone);
