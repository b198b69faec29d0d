using System.Diagnostics;

namespace HelpLightning.Client.Tests;

/// <summary>Waits for what another thread is about to do.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition, string otherwise)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(15), otherwise);
            await Task.Yield();
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
