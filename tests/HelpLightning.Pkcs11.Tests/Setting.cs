namespace HelpLightning.Pkcs11.Tests;

/// <summary>What misbehaving.c can be told, and tells; in its order.</summary>
public enum Setting
{
    Slot,
    Present,
    MaxSessions,
    RealSessions,
    LoginRequired,
    PinPad,
    AlwaysAuthenticate,
    Tries,
    TellFlags,
    Sha256Only,
    HugeAttribute,
    ShortSignature,
    LongSignature,
    BadSignature,
    ManyFound,
    SleepMilliseconds,
    KeyType,
    CanSign,
    KeyHandle,
    KeepsInitialized,
    TokensOnInitialize,
    WrongLogins,
    GoodLogins,
    OpenSessions,
    MostSessions,
    Initialized,
    Initializations,
    Signatures,
}
