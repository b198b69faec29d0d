namespace HelpLightning.Pkcs11.Tests;

/// <summary>misbehaving.c, compiled once for all tests, and by some with a flag of theirs.</summary>
internal static class MisbehavingSource
{
    private static readonly Lazy<Task<string>> Usual = new(() => CompileAsync());

    public static async Task<T> CompiledAsync<T>(Func<string, T> use)
    {
        await RequireAsync();
        return use(await Usual.Value);
    }

    public static Task RequireAsync() => Peer.RequireAsync("cc", "--version");

    public static async Task<string> CompileAsync(params string[] flags)
    {
        string output = Path.Combine(Directory.CreateTempSubdirectory("hl-misbehaving-cc-").FullName, "misbehaving.so");
        string source = Path.Combine(AppContext.BaseDirectory, "misbehaving", "misbehaving.c");
        string[] arguments = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", output, .. flags, source];
        (await Peer.RunAsync("cc", arguments)).RequireSuccess();
        return output;
    }
}
