using System.Runtime.InteropServices;

namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>CK_SLOT_INFO, with room behind it for the padding of Unix.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct CkSlotInfo
{
    public fixed byte Description[64];
    public fixed byte Manufacturer[32];
    public CULong Flags;
    public fixed byte Versions[4];
    public fixed byte Room[16];
}
