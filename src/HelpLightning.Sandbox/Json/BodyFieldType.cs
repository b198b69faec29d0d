namespace HelpLightning.Sandbox.Json;

/// <summary>What a field of a body holds. All but the required ones may be null.</summary>
internal enum BodyFieldType
{
    Text,
    Number,
    Boolean,
    NumberOrText,
    TextList,
    List,
    Object,
}
