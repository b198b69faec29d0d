namespace CallAnExpert;

/// <summary>Somebody who may sign in here, and has a Help Lightning account under the same address.</summary>
internal sealed class Technician
{
    public string Name { get; set; } = "";

    public string Email { get; set; } = "";
}
