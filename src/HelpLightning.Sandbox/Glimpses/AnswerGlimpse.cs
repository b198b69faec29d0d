using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Glimpses;

/// <summary>
/// The beginning of what was answered, for the log. As it went out: its secrets are blanked when somebody looks, which is
/// less often than somebody asks.
/// </summary>
internal sealed record AnswerGlimpse(ReadOnlyMemory<byte> Start, int Length)
{
    private static readonly object Item = new();

    public bool IsCut => Start.Length < Length;

    /// <summary>Keeps it for the log of this request.</summary>
    public static void Keep(HttpContext context, ReadOnlySpan<byte> json) =>
        context.Items[Item] = new AnswerGlimpse(json[..Math.Min(json.Length, JsonGlimpse.Longest)].ToArray(), json.Length);

    public static AnswerGlimpse? Of(HttpContext context) => context.Items[Item] as AnswerGlimpse;

    public string? Show() => JsonGlimpse.Show(Start.Span, IsCut);
}
