using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>
/// A connection that breaks in the middle of an answer can leave half of it as if it were whole. The client takes that for
/// what the server said; an export asks again, for it would lose hours.
/// </summary>
internal static class Retries
{
    /// <summary>Broken answers in a row that are taken.</summary>
    public const int Most = 10;

    public static async Task<T> WhenMalformedAsync<T>(Func<Task<T>> read)
    {
        for (int failures = 0; ;)
        {
            try
            {
                return await read().ConfigureAwait(false);
            }
            catch (HelpLightningMalformedReplyException) when (++failures < Most)
            {
                // asked again
            }
        }
    }
}
