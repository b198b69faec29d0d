namespace HelpLightning.PartnerKeys;

/// <summary>Something about a usable key that its owner should know.</summary>
/// <param name="Code">What it is, for programs.</param>
/// <param name="Message">The same for people, with the remedy.</param>
public sealed record PartnerKeyWarning(PartnerKeyWarningCode Code, string Message);
