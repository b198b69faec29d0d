namespace HelpLightning.Export;

/// <summary>What an export's tables are written as.</summary>
public enum ExportFormat
{
    /// <summary>A CSV file for each table (RFC 4180, UTF-8).</summary>
    Csv,

    /// <summary>A JSON file for each table: an array with one row on each line.</summary>
    Json,

    /// <summary>One SQLite database with all tables.</summary>
    Sqlite,

    /// <summary>A Parquet file for each table, compressed with Zstandard.</summary>
    Parquet,
}
