using System.Runtime.InteropServices;

namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>CK_TOKEN_INFO. Unix pads its end to a multiple of 8, for which there is room behind it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct CkTokenInfo
{
    public fixed byte Label[32];
    public fixed byte Manufacturer[32];
    public fixed byte Model[16];
    public fixed byte Serial[16];
    public CULong Flags;
    public CULong MaxSessions;
    public CULong Sessions;
    public CULong MaxReadWriteSessions;
    public CULong ReadWriteSessions;
    public CULong MaxPinLength;
    public CULong MinPinLength;
    public CULong TotalPublicMemory;
    public CULong FreePublicMemory;
    public CULong TotalPrivateMemory;
    public CULong FreePrivateMemory;
    public fixed byte Versions[4];
    public fixed byte Time[16];
    public fixed byte Room[16];
}
