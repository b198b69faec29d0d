namespace HelpLightning.Pkcs11;

/// <summary>Where a key lies and how it signs, for people. Nothing of it is secret. Texts are the token's own.</summary>
/// <param name="TokenLabel">The token's label.</param>
/// <param name="TokenSerial">Its serial number.</param>
/// <param name="TokenManufacturer">Who made it.</param>
/// <param name="TokenModel">What it is.</param>
/// <param name="Mechanism">CKM_RSA_PKCS, or CKM_SHA256_RSA_PKCS where the token takes no hash.</param>
/// <param name="ModulePath">The module's file.</param>
/// <param name="ModuleDescription">What the module calls itself.</param>
public sealed record Pkcs11KeyFacts(
    string TokenLabel, string TokenSerial, string TokenManufacturer, string TokenModel, string Mechanism, string ModulePath,
    string ModuleDescription);
