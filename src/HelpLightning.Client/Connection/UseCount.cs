namespace HelpLightning.Client;

/// <summary>Counts who uses a thing that may be replaced, so that it ends with its last use and not before.</summary>
internal sealed class UseCount
{
    private int _uses = 1;

    /// <summary>False when it has ended; true obliges to <see cref="Release"/>.</summary>
    public bool TryUse()
    {
        int uses = Volatile.Read(ref _uses);
        while (uses > 0)
        {
            int seen = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (seen == uses)
            {
                return true;
            }

            uses = seen;
        }

        return false;
    }

    /// <returns>True for the last use.</returns>
    public bool Release() => Interlocked.Decrement(ref _uses) == 0;
}
