using System.Runtime.InteropServices;

namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>CK_ATTRIBUTE. No member has a gap before it on Unix, so that Windows' packing (1 byte) is right on each platform.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct CkAttribute
{
    public CULong Type;
    public void* Value;
    public CULong Length;

    public CkAttribute(uint type, void* value, int length)
    {
        Type = new CULong(type);
        Value = value;
        Length = new CULong((uint)length);
    }
}
