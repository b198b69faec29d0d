using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>A list, and which of it is wanted.</summary>
/// <param name="List">The list.</param>
/// <param name="Keep">Which rows; null for all.</param>
/// <param name="IsLast">Is this page the last that matters?</param>
internal sealed record ListSource<T>(PagedList<T> List, Func<T, bool>? Keep = null, Func<IReadOnlyList<T>, bool>? IsLast = null);
