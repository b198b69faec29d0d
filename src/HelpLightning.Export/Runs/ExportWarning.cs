namespace HelpLightning.Export;

/// <summary>What whoever started an export should know, though it is whole.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">In words: what was found, and what was done.</param>
public sealed record ExportWarning(ExportWarningKind Kind, string Message);
