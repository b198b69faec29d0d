using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace HelpLightning.Tests;

/// <summary>Waits for what another thread or program is about to do.</summary>
internal static class Eventually
{
    /// <summary>How long to wait before saying that it will never come: much longer than it takes on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task HoldsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? otherwise = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, otherwise);
            await Task.Yield();
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
