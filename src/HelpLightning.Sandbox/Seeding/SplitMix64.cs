namespace HelpLightning.Sandbox.Seeding;

/// <summary>
/// A small generator whose sequence is fixed by its definition (Steele, Lea, Flood 2014), unlike the platform's: the same
/// seed must give the same people in every version.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public int Next(int limit)
    {
        _state += 0x9e3779b97f4a7c15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return (int)((z ^ (z >> 31)) % (ulong)limit);
    }

    public T Pick<T>(T[] from) => from[Next(from.Length)];

    public bool OneIn(int chance) => Next(chance) == 0;
}
