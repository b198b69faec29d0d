namespace HelpLightning.Export.Tables;

/// <summary>What people wrote about a call.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Text">All of it.</param>
internal readonly record struct CallComment(string CallId, string Text);
