namespace CallAnExpert;

/// <summary>Help Lightning has nobody with the expert's address whom the technician may call.</summary>
internal sealed class ExpertNotFoundException(string email) : Exception($"Nobody in Help Lightning's directory has the address {email}.");
