namespace HelpLightning.Cli.Calling;

/// <summary>Ends a command whose call was printed instead of made (<c>--curl</c>, <c>--dry-run</c>). Not a failure.</summary>
internal sealed class WithheldCall() : Exception("The call was printed, not made.");
