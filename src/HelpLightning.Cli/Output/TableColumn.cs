namespace HelpLightning.Cli.Output;

/// <summary>A column of a table, laid out.</summary>
/// <param name="Name">Its header.</param>
/// <param name="Index">Which cell of a row it shows.</param>
/// <param name="Width">In cells of the terminal.</param>
/// <param name="IsRight">Numbers stand at the right, so that their digits line up.</param>
internal sealed record TableColumn(string Name, int Index, int Width, bool IsRight);
