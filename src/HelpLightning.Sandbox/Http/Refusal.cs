using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Http;

/// <summary>Why a request was refused, for the log.</summary>
/// <param name="Code">The vendor's number; null when the answer has none.</param>
/// <param name="Message">In words.</param>
internal sealed record Refusal(int? Code, string Message)
{
    private static readonly object Item = new();

    public static Refusal? Of(HttpContext context) => context.Items[Item] as Refusal;

    public void Keep(HttpContext context) => context.Items[Item] = this;
}
