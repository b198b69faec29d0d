namespace HelpLightning.Export.Runs;

/// <summary>
/// What an export does, in this order. Groups come before people and calls, because a group's export chooses by its members.
/// </summary>
internal enum ExportStep
{
    Groups,
    Members,
    Users,
    Calls,
    Comments,
    Finish,
}
