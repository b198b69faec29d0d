namespace HelpLightning.Cli.Overview.Plots;

/// <summary>A bar, in one or more pieces.</summary>
/// <param name="Label">What it stands for, short.</param>
/// <param name="Hint">All about it, for whoever points at it.</param>
/// <param name="Figure">What is written at its end.</param>
/// <param name="Pieces">How long each piece is; as many as the plot has kinds.</param>
internal sealed record Bar(string Label, string Hint, string Figure, params IReadOnlyList<double> Pieces)
{
    public double Total => Pieces.Sum();
}
