using HelpLightning.Cli.Hosting;

namespace HelpLightning.Cli.Calling;

/// <summary>Ends a command whose call was printed instead of made (<c>--curl</c>, <c>--dry-run</c>). Not a failure.</summary>
internal sealed class WithheldCall() : Exception("The call was printed, not made.")
{
    /// <summary>Whoever pastes the printed request must know what hl does beyond it.</summary>
    public static void SayRest(Host host, string rest) => host.Screen.Note($"This is the first request only: {rest}.");
}
