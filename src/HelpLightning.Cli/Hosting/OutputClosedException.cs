namespace HelpLightning.Cli.Hosting;

/// <summary>Whoever reads standard output has gone (<c>hl … | head</c>). Not a failure: there is nobody left to tell anything.</summary>
internal sealed class OutputClosedException() : Exception("Nobody reads standard output any more.");
