using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Faults;

namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>What a module said, as an error.</summary>
internal static class RvFault
{
    public static PartnerKeyException Of(Rv rv, string function) =>
        Fault.Of(Problem(rv), $"{function}: {RvWords.Of(rv)}.", RvWords.Remedy(rv));

    public static void Require(Rv rv, string function)
    {
        if (rv != Rv.Ok)
        {
            throw Of(rv, function);
        }
    }

    /// <summary>For a module that contradicts the standard or itself.</summary>
    public static PartnerKeyException Nonsense(string finding) =>
        Fault.Of(PartnerKeyProblem.ModuleUnusable, finding, "Use the module that the device's vendor names, in its newest version");

    private static PartnerKeyProblem Problem(Rv rv) => rv switch
    {
        Rv.TokenNotPresent or Rv.TokenNotRecognized or Rv.DeviceRemoved or Rv.SlotIdInvalid => PartnerKeyProblem.TokenNotFound,
        Rv.UserNotLoggedIn => PartnerKeyProblem.PinMissing,
        Rv.PinIncorrect or Rv.PinInvalid or Rv.PinLenRange or Rv.PinExpired => PartnerKeyProblem.PinWrong,
        Rv.PinLocked => PartnerKeyProblem.PinLocked,
        Rv.KeyFunctionNotPermitted => PartnerKeyProblem.SigningForbidden,
        _ => PartnerKeyProblem.DeviceFailed,
    };
}
