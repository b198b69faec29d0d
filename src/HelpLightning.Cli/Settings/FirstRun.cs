namespace HelpLightning.Cli.Settings;

/// <summary>What somebody is told who has set nothing yet.</summary>
internal static class FirstRun
{
    public const string Greeting = """
        hl does not know your Help Lightning site yet. Tell it once:
          hl config set site-id 54344                     the number in Help Lightning's Developer tab
          hl config set key-file HelpLightningKey.pem     the private key; to make one: hl key create
          hl config set api-key                           asks for the API key without showing it
        Then see that all is well: hl doctor. To try it without an account: hl demo, or hl sandbox.
        """;
}
