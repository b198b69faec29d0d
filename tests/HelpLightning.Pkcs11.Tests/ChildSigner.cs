using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Pkcs11.Tests;

/// <summary>
/// A process of its own for modules and OpenSSL configurations that are read from the environment once: this program itself, which then
/// opens the key that a variable names, prints its thumbprint and a token, and ends before any test begins.
/// </summary>
internal static class ChildSigner
{
    private const string Variable = "HL_TEST_SIGN_WITH";

    /// <summary>Before a URI: the pair is to be made first.</summary>
    public const string Create = "create:";

    /// <summary>Gives the thumbprint and a token.</summary>
    public static async Task<(string Thumbprint, string Token)> SignAsync(string uri, IReadOnlyDictionary<string, string> environment)
    {
        string[] lines = (await Peer.RunInAsync(Environment.ProcessPath!, new Dictionary<string, string>(environment) { [Variable] = uri }))
            .RequireSuccess().Split('\n');
        Assert.Equal(2, lines.Length);
        return (lines[0], lines[1]);
    }

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The ModuleInitializer attribute should not be used in libraries", Justification = "This is a program.")]
    internal static void SignAndEnd()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } uri)
        {
            return;
        }

        try
        {
            using (PartnerSigningKey key = Open(uri))
            {
                Console.Out.Write($"{key.Thumbprint}\n{new PartnerTokenSigner(key, TestKeys.Site).Sign().Reveal()}\n");
            }

            Environment.Exit(0);
        }
        catch (Exception e) when (e is PartnerKeyException or PartnerSigningException)
        {
            Console.Error.WriteLine(e);
            Environment.Exit(1);
        }
    }

    private static PartnerSigningKey Open(string uri)
    {
        if (uri.StartsWith(Create, StringComparison.Ordinal))
        {
            return Pkcs11Key.Create(uri[Create.Length..]);
        }

        Trace.Assert(PartnerKeyScheme.TryFind([.. PartnerKeyScheme.BuiltIn, new Pkcs11Scheme()], uri, out PartnerKeyScheme? scheme));
        return scheme!.Open(uri);
    }
}
