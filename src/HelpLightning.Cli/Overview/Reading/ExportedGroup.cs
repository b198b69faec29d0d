namespace HelpLightning.Cli.Overview.Reading;

/// <summary>A group of an export.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="HasEverybody">The group that everybody is in, which Help Lightning does not count calls for.</param>
internal readonly record struct ExportedGroup(long Id, string Name, bool HasEverybody);
