namespace HelpLightning.Cli.Exit;

/// <summary>What hl's exit status says to a script.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The API said no, or answered something that cannot be used; or whoever was asked first said no.</summary>
    public const int Refused = 1;

    public const int Usage = 2;

    /// <summary>A key, a file or a setting is missing or wrong.</summary>
    public const int Configuration = 3;

    /// <summary>The token is not valid, or the API did not accept it; or the signature of a webhook is not valid.</summary>
    public const int NotAuthenticated = 4;

    public const int Unreachable = 5;

    public const int Interrupted = 130;

    /// <summary>Whoever read standard output has gone: as if SIGPIPE had ended the program.</summary>
    public const int OutputClosed = 141;
}
