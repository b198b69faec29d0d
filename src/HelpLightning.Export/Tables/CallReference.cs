using HelpLightning.Client;

namespace HelpLightning.Export.Tables;

/// <summary>That a call has a tag, or counts for a group.</summary>
/// <param name="Call">The call.</param>
/// <param name="Position">The place among them, from 1.</param>
/// <param name="Other">The tag or group.</param>
internal readonly record struct CallReference(CallId Call, long Position, Reference Other);
