using System.Security.Cryptography;
using System.Text;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Faults;

namespace HelpLightning.Pkcs11.Pins;

/// <summary>
/// What tokens refused, for the whole process, so that nothing that tries again can lock one: a PIN is not tried again until its source
/// says another or is written anew, and after two in a row no third is tried. A PIN that is accepted ends the count.
/// </summary>
/// <remarks>Of a PIN only a hash is kept, keyed with what this process alone knows: four digits are soon guessed otherwise.</remarks>
internal static class RefusedPins
{
    private const int MostInARow = 2;

    private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(32);
    private static readonly Dictionary<string, (byte[] Hash, int InARow)> Refused = new(StringComparer.Ordinal);

    /// <param name="token">What tells it from others.</param>
    /// <param name="name">Its label.</param>
    /// <param name="pin">Empty for one that is typed at the device.</param>
    public static void RequireUntried(string token, string name, Pin pin)
    {
        lock (Refused)
        {
            if (!Refused.TryGetValue(token, out (byte[] Hash, int InARow) last))
            {
                return;
            }

            if (CryptographicOperations.FixedTimeEquals(last.Hash, Hash(token, pin)))
            {
                throw Fault.Of(
                    PartnerKeyProblem.PinWrong,
                    $"The token {Fault.Quoted(name)} refused this PIN before; it was not tried again, so that the token is not locked.",
                    "Put the right PIN into its source. If it is right now, because the token was changed, write the PIN's file anew "
                    + "(touch)");
            }

            if (last.InARow >= MostInARow)
            {
                throw Fault.Of(
                    PartnerKeyProblem.PinLocked,
                    $"The token {Fault.Quoted(name)} refused {MostInARow} PINs one after the other; no third was tried, "
                    + "so that it is not locked.",
                    "Try the PIN by hand, and start the process anew once it is right", "pkcs11-tool --login --list-objects");
            }
        }
    }

    public static void Remember(string token, Pin pin)
    {
        lock (Refused)
        {
            Refused.TryGetValue(token, out (byte[] Hash, int InARow) last);
            Refused[token] = (Hash(token, pin), last.InARow + 1);
        }
    }

    public static void Forget(string token)
    {
        lock (Refused)
        {
            Refused.Remove(token);
        }
    }

    private static byte[] Hash(string token, Pin pin)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Salt);
        hash.AppendData(Encoding.UTF8.GetBytes($"{token}\0{pin.Written}\0"));
        hash.AppendData(pin.Bytes);
        return hash.GetHashAndReset();
    }
}
