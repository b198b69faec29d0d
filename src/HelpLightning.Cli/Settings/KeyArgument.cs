using System.CommandLine;

namespace HelpLightning.Cli.Settings;

/// <summary>The key of commands that only look at one, where people type a file: <c>hl key inspect k.pem</c>.</summary>
internal static class KeyArgument
{
    public static Argument<string?> Create(KeyOptions keys)
    {
        Argument<string?> file = new("FILE") { Description = "The private key, as with --key-file", Arity = ArgumentArity.ZeroOrOne };
        file.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetResult(keys.KeyFile) is { Implicit: false })
            {
                result.AddError($"FILE and {keys.KeyFile.Name} are two ways to say one thing: keep one.");
            }
        });
        keys.Typed = file;
        return file;
    }
}
