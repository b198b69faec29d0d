namespace HelpLightning.Webhooks;

/// <summary>Refuses what is out of range, by name.</summary>
internal static class OptionRange
{
    public static void Check<T>(string name, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} has to be {least} to {most}.");
        }
    }
}
