namespace HelpLightning.Cli.Overview.Counting;

/// <summary>The time that is looked at, and as much before it to compare with.</summary>
/// <param name="Since">From here on.</param>
/// <param name="Until">Up to here, not included; later than since.</param>
/// <param name="Zone">Whose days and hours are counted.</param>
internal sealed record Period(DateTimeOffset Since, DateTimeOffset Until, TimeZoneInfo Zone)
{
    public TimeSpan Length => Until - Since;

    public DateTimeOffset BeforeSince => Since - Length;

    public bool Contains(DateTimeOffset time) => time >= Since && time < Until;

    public bool IsBefore(DateTimeOffset time) => time >= BeforeSince && time < Since;

    public DateTime Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Zone).DateTime;
}
