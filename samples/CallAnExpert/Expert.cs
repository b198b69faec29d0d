namespace CallAnExpert;

/// <summary>Somebody to call, and what about.</summary>
internal sealed class Expert
{
    public string Topic { get; set; } = "";

    public string Name { get; set; } = "";

    public string Email { get; set; } = "";
}
