using System.Collections.Frozen;
using System.Text;

namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>What a return value means, and what to do about it, in words.</summary>
internal static class RvWords
{
    private const string PlugIn = "Plug the device in again, or see whether it is reachable";
    private const string Vendor = "See the module's own log and its vendor's documentation";

    private static readonly FrozenDictionary<Rv, (string Meaning, string Remedy)> Words = new Dictionary<Rv, (string, string)>
    {
        [Rv.HostMemory] = ("the module has no memory left", "Give the process more memory"),
        [Rv.SlotIdInvalid] = ("the slot is gone", PlugIn),
        [Rv.GeneralError] = ("the module failed without saying why", Vendor),
        [Rv.FunctionFailed] = ("the module failed without saying why", Vendor),
        [Rv.ArgumentsBad] = ("the module takes no such arguments", Vendor),
        [Rv.NeedToCreateThreads] = ("the module may create no threads", Vendor),
        [Rv.CantLock] = ("the module cannot be used by several threads", "Use a module that supports CKF_OS_LOCKING_OK"),
        [Rv.AttributeReadOnly] = ("the token sets one of the attributes itself", "Make the key with the vendor's own program"),
        [Rv.AttributeTypeInvalid] = ("the token does not know one of the attributes", "Make the key with the vendor's own program"),
        [Rv.AttributeValueInvalid] = ("the token takes no such attribute", "Make the key with the vendor's own program"),
        [Rv.ActionProhibited] = ("the token's policy forbids it", "Ask who administers the token"),
        [Rv.DataInvalid] = ("the token signs no such data", "See whether the key may be used for PKCS#1 v1.5 signatures"),
        [Rv.DataLenRange] = ("the token signs no data of that length", "See whether the key is long enough: 2048 bits or more"),
        [Rv.DeviceError] = ("the device failed", PlugIn),
        [Rv.DeviceMemory] = ("the device has no memory left", "Remove objects from the token, or close what else uses it"),
        [Rv.DeviceRemoved] = ("the token was removed", PlugIn),
        [Rv.FunctionCanceled] = ("somebody cancelled it at the device", "Confirm at the device next time"),
        [Rv.FunctionNotSupported] = ("the module has no such function", "Use another module for the device"),
        [Rv.KeyHandleInvalid] = ("the key is gone", "See whether the key is still on the token: pkcs11-tool --list-objects --login"),
        [Rv.KeySizeRange] = ("the token takes no key of that size", "Choose 2048 bits, or what the vendor's documentation says"),
        [Rv.KeyTypeInconsistent] = ("the key is of another kind than the mechanism", "Give a URI that leads to an RSA key"),
        [Rv.KeyFunctionNotPermitted] = ("the key may not sign (CKA_SIGN is false)", "Make a key that may: CKA_SIGN true"),
        [Rv.MechanismInvalid] = ("the token does not offer the mechanism", "See what it offers: pkcs11-tool --list-mechanisms"),
        [Rv.ObjectHandleInvalid] = ("the key is gone", "See whether the key is still on the token: pkcs11-tool --list-objects --login"),
        [Rv.OperationActive] = ("the session was in use", "See whether something else in this process uses the module's sessions"),
        [Rv.OperationNotInitialized] = ("the signature was interrupted",
            "See whether something else in this process uses the module's sessions"),
        [Rv.PinIncorrect] = ("the PIN is wrong", "Put the right one into the PIN's source"),
        [Rv.PinInvalid] = ("the PIN has characters that the token does not take", "Put the right one into the PIN's source"),
        [Rv.PinLenRange] = ("the PIN is shorter or longer than the token's", "Put the right one into the PIN's source"),
        [Rv.PinExpired] = ("the PIN has expired", "Set a new one, and put it into the PIN's source: pkcs11-tool --change-pin --login"),
        [Rv.PinLocked] = ("the PIN is locked", "Unlock it with the security officer's PIN: pkcs11-tool --init-pin --login --login-type so"),
        [Rv.SessionClosed] = ("the session was closed", PlugIn),
        [Rv.SessionCount] = ("the token has no session left", "Close what else uses the token, or lower Pkcs11KeyOptions.MaxSessions"),
        [Rv.SessionHandleInvalid] = ("the session is gone", PlugIn),
        [Rv.SessionReadOnly] = ("the session may not write", Vendor),
        [Rv.TemplateIncomplete] = ("the token wants more attributes", "Make the key with the vendor's own program"),
        [Rv.TemplateInconsistent] = ("the token takes no such attributes together", "Make the key with the vendor's own program"),
        [Rv.TokenNotPresent] = ("the token is not there", PlugIn),
        [Rv.TokenNotRecognized] = ("the module does not know the token", "Use the module that the device's vendor names"),
        [Rv.TokenWriteProtected] = ("the token is protected against writing", "Ask who administers the token"),
        [Rv.UserNotLoggedIn] = ("nobody is logged in", "Give a PIN: ?pin-source=/path/of/its/file"),
        [Rv.UserPinNotInitialized] = ("the token has no user PIN yet", "Set one: pkcs11-tool --init-pin --login --login-type so"),
        [Rv.UserAnotherAlreadyLoggedIn] = ("somebody else is logged in, such as the security officer", "Log out there first"),
        [Rv.BufferTooSmall] = ("the module wants more room than a signature takes", Vendor),
        [Rv.CryptokiNotInitialized] = ("the module was shut down by something else in this process",
            "Let one part of the process use the module"),
        [Rv.Stale] = ("the token was lost again at once", PlugIn),
    }.ToFrozenDictionary();

    /// <summary>CKR_DEVICE_REMOVED, as in the standard, with what it means.</summary>
    public static string Of(Rv rv) => Words.TryGetValue(rv, out (string Meaning, string Remedy) words)
        ? $"{Name(rv)}, {words.Meaning}"
        : Name(rv);

    /// <summary>A sentence without its full stop.</summary>
    public static string Remedy(Rv rv) => Words.TryGetValue(rv, out (string Meaning, string Remedy) words) ? words.Remedy : Vendor;

    private static string Name(Rv rv)
    {
        if (rv == Rv.Stale)
        {
            return "no session";
        }

        if (!Enum.IsDefined(rv))
        {
            return $"CKR 0x{(uint)rv:X8}";
        }

        // SessionHandleInvalid → CKR_SESSION_HANDLE_INVALID
        StringBuilder name = new("CKR");
        foreach (char letter in rv.ToString())
        {
            _ = char.IsAsciiLetterUpper(letter) ? name.Append('_').Append(letter) : name.Append(char.ToUpperInvariant(letter));
        }

        return name.ToString();
    }
}
