namespace HelpLightning.Cli.Overview.Counting;

/// <summary>How much time a bar stands for.</summary>
internal enum Grain
{
    Day,
    Week,
    Month,
    Year,
}
