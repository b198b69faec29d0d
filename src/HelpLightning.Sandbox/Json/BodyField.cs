namespace HelpLightning.Sandbox.Json;

/// <summary>A field of a JSON body.</summary>
internal sealed record BodyField(string Name, BodyFieldType Type, bool IsRequired = false);
