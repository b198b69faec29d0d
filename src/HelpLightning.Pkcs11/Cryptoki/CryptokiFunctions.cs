using System.Runtime.InteropServices;

namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>
/// The functions of a module, called through the pointers of its CK_FUNCTION_LIST. CK_ULONG is <see cref="CULong"/>: C's unsigned
/// long, 4 bytes on Windows and a machine word elsewhere.
/// </summary>
internal sealed unsafe class CryptokiFunctions
{
    /// <summary>Where the functions stand in the list, counted from C_Initialize.</summary>
    private enum At
    {
        Initialize = 0, Finalize = 1, GetInfo = 2, GetSlotList = 4, GetSlotInfo = 5, GetTokenInfo = 6, GetMechanismList = 7,
        OpenSession = 12, CloseSession = 13, Login = 18, GetAttributeValue = 24, FindObjectsInit = 26, FindObjects = 27,
        FindObjectsFinal = 28, SignInit = 42, Sign = 43, GenerateKeyPair = 59,
    }

    /// <summary>The version (2 bytes) stands before the pointers, which Windows packs and others align.</summary>
    private static readonly int FirstPointer = OperatingSystem.IsWindows() ? 2 : sizeof(void*);

    private readonly byte* _list;

    /// <exception cref="EntryPointNotFoundException">The list lacks a function that is needed.</exception>
    public CryptokiFunctions(void* list)
    {
        _list = (byte*)list;
        foreach (At at in Enum.GetValues<At>().Where(at => Pointer(at) is null && at != At.GenerateKeyPair))
        {
            throw new EntryPointNotFoundException($"C_{at}");
        }
    }

    public byte MajorVersion => _list[0];

    public bool CanGenerate => Pointer(At.GenerateKeyPair) is not null;

    public Rv Initialize()
    {
        CkInitializeArguments arguments = new() { Flags = new CULong(Ck.OsLockingOk) };
        return Value(((delegate* unmanaged<CkInitializeArguments*, CULong>)Pointer(At.Initialize))(&arguments));
    }

    public Rv FinalizeModule() => Value(((delegate* unmanaged<void*, CULong>)Pointer(At.Finalize))(null));

    public Rv GetInfo(byte* info) => Value(((delegate* unmanaged<byte*, CULong>)Pointer(At.GetInfo))(info));

    public Rv GetSlotList(bool withToken, CULong* slots, CULong* count) =>
        Value(((delegate* unmanaged<byte, CULong*, CULong*, CULong>)Pointer(At.GetSlotList))(withToken ? (byte)1 : (byte)0, slots, count));

    public Rv GetSlotInfo(CULong slot, CkSlotInfo* info) =>
        Value(((delegate* unmanaged<CULong, CkSlotInfo*, CULong>)Pointer(At.GetSlotInfo))(slot, info));

    public Rv GetTokenInfo(CULong slot, CkTokenInfo* info) =>
        Value(((delegate* unmanaged<CULong, CkTokenInfo*, CULong>)Pointer(At.GetTokenInfo))(slot, info));

    public Rv GetMechanismList(CULong slot, CULong* mechanisms, CULong* count) =>
        Value(((delegate* unmanaged<CULong, CULong*, CULong*, CULong>)Pointer(At.GetMechanismList))(slot, mechanisms, count));

    public Rv OpenSession(CULong slot, uint flags, CULong* session) =>
        Value(((delegate* unmanaged<CULong, CULong, void*, void*, CULong*, CULong>)Pointer(At.OpenSession))(
            slot, new CULong(flags), null, null, session));

    public Rv CloseSession(CULong session) => Value(((delegate* unmanaged<CULong, CULong>)Pointer(At.CloseSession))(session));

    /// <param name="session">Any session with the token.</param>
    /// <param name="user">CKU_USER, or CKU_CONTEXT_SPECIFIC for the next signature.</param>
    /// <param name="pin">Null when the device has keys of its own to type it on.</param>
    /// <param name="length">The PIN's length in bytes.</param>
    public Rv Login(CULong session, uint user, byte* pin, int length) =>
        Value(((delegate* unmanaged<CULong, CULong, byte*, CULong, CULong>)Pointer(At.Login))(
            session, new CULong(user), pin, new CULong((uint)length)));

    public Rv GetAttributeValue(CULong session, CULong handle, CkAttribute* attributes, int count) =>
        Value(((delegate* unmanaged<CULong, CULong, CkAttribute*, CULong, CULong>)Pointer(At.GetAttributeValue))(
            session, handle, attributes, new CULong((uint)count)));

    public Rv FindObjectsInit(CULong session, CkAttribute* attributes, int count) =>
        Value(((delegate* unmanaged<CULong, CkAttribute*, CULong, CULong>)Pointer(At.FindObjectsInit))(
            session, attributes, new CULong((uint)count)));

    public Rv FindObjects(CULong session, CULong* handles, int room, CULong* count) =>
        Value(((delegate* unmanaged<CULong, CULong*, CULong, CULong*, CULong>)Pointer(At.FindObjects))(
            session, handles, new CULong((uint)room), count));

    public Rv FindObjectsFinal(CULong session) => Value(((delegate* unmanaged<CULong, CULong>)Pointer(At.FindObjectsFinal))(session));

    public Rv SignInit(CULong session, CkMechanism* mechanism, CULong key) =>
        Value(((delegate* unmanaged<CULong, CkMechanism*, CULong, CULong>)Pointer(At.SignInit))(session, mechanism, key));

    public Rv Sign(CULong session, byte* data, int length, byte* signature, CULong* signatureLength) =>
        Value(((delegate* unmanaged<CULong, byte*, CULong, byte*, CULong*, CULong>)Pointer(At.Sign))(
            session, data, new CULong((uint)length), signature, signatureLength));

    public Rv GenerateKeyPair(
        CULong session, CkMechanism* mechanism, ReadOnlySpan<CkAttribute> forPublic, ReadOnlySpan<CkAttribute> forPrivate, CULong* handles)
    {
        fixed (CkAttribute* publicOnes = forPublic, privateOnes = forPrivate)
        {
            return Value(((delegate* unmanaged<CULong, CkMechanism*, CkAttribute*, CULong, CkAttribute*, CULong, CULong*, CULong*, CULong>)
                Pointer(At.GenerateKeyPair))(
                    session, mechanism, publicOnes, new CULong((uint)forPublic.Length), privateOnes, new CULong((uint)forPrivate.Length),
                    handles, handles + 1));
        }
    }

    private void* Pointer(At at) => ((void**)(_list + FirstPointer))[(int)at];

    private static Rv Value(CULong rv) => (Rv)(uint)rv.Value;
}
