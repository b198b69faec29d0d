namespace HelpLightning.Cli.Overview;

/// <summary>What a page says about itself.</summary>
/// <param name="Source">Where the calls are from, as words after <c>from</c>.</param>
/// <param name="MadeAt">Up to when they are known.</param>
/// <param name="Top">How many groups and experts are shown.</param>
/// <param name="HidesNames">Leave the names of people out.</param>
/// <param name="Remarks">Sentences on what the figures do not hold.</param>
internal sealed record OverviewAbout(string Source, DateTimeOffset MadeAt, int Top, bool HidesNames, params IReadOnlyList<string> Remarks);
