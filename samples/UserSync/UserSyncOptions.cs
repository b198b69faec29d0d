namespace UserSync;

/// <summary>The section UserSync of the settings.</summary>
internal sealed class UserSyncOptions
{
    /// <summary>The SQLite file that the users go into; made when it is not there.</summary>
    public string DataFile { get; set; } = "users.db";

    /// <summary>The time between two runs.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(1);

    /// <summary>True to run once and end, for a scheduler such as cron; exit code 1 when the run failed.</summary>
    public bool Once { get; set; }

    /// <summary>Rows asked for at a time.</summary>
    public int PageSize { get; set; } = 100;
}
