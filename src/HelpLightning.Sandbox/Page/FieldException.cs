namespace HelpLightning.Sandbox.Page;

/// <summary>A field of a form is wrong.</summary>
internal sealed class FieldException(string field, string message) : FormatException(message)
{
    /// <summary>Its name.</summary>
    public string Field { get; } = field;
}
