namespace HelpLightning.Client;

/// <summary>Says which <see cref="Endpoint"/> field a public operation calls, for the table in docs/api-coverage.md.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
internal sealed class CallsAttribute(string endpoint) : Attribute
{
    public string Endpoint { get; } = endpoint;
}
