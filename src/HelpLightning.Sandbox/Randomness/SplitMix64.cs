namespace HelpLightning.Sandbox.Randomness;

/// <summary>
/// A small generator whose sequence is fixed by its definition (Steele, Lea, Flood 2014), unlike the platform's: the same
/// seed must give the same people in every version.
/// </summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9e3779b97f4a7c15;
        return Mix(_state);
    }

    /// <summary>Every bit of what comes out depends on every bit of what goes in.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    public int Next(int limit) => (int)(Next() % (ulong)limit);

    public T Pick<T>(T[] from) => from[Next(from.Length)];

    public bool OneIn(int chance) => Next(chance) == 0;

    /// <summary>A uuid of version 7 for a moment: it sorts by time, which keeps an index of a million of them quick to build.</summary>
    public string Uuid(long milliseconds)
    {
        ulong high = Next();
        ulong low = Next();
        Guid guid = new(
            (uint)(milliseconds >> 16), (ushort)milliseconds, (ushort)(0x7000 | (high & 0xfff)),
            (byte)(0x80 | (low & 0x3f)), (byte)(low >> 8), (byte)(low >> 16), (byte)(low >> 24), (byte)(low >> 32), (byte)(low >> 40),
            (byte)(low >> 48), (byte)(low >> 56));
        return guid.ToString();
    }
}
