namespace HelpLightning.Secrets;

/// <summary>
/// Memory for what is secret. It stays where it is until it is given back, so that who wipes it wipes all there is: of other arrays the
/// garbage collector leaves copies behind when it moves them.
/// </summary>
internal static class Pinned
{
    public static byte[] Bytes(int length) => GC.AllocateArray<byte>(length, pinned: true);

    public static char[] Chars(int length) => GC.AllocateArray<char>(length, pinned: true);

    public static T[] Copy<T>(ReadOnlySpan<T> of)
        where T : unmanaged
    {
        T[] copy = GC.AllocateUninitializedArray<T>(of.Length, pinned: true);
        of.CopyTo(copy);
        return copy;
    }
}
