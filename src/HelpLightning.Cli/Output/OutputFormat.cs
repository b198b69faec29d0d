namespace HelpLightning.Cli.Output;

/// <summary>How rows are printed.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>One array; one object for a command about one thing.</summary>
    Json,

    /// <summary>An object on each line.</summary>
    Ndjson,

    /// <summary>RFC 4180, with a header.</summary>
    Csv,
}
