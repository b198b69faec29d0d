using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>A call with what it left behind.</summary>
internal sealed record CallDetails(Call Call, IReadOnlyList<Attachment> Attachments);
