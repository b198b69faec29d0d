using System.Runtime.InteropServices;

namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>CK_MECHANISM; none of those used here has a parameter.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct CkMechanism
{
    public CULong Mechanism;
    public void* Parameter;
    public CULong ParameterLength;

    public CkMechanism(uint mechanism)
    {
        Mechanism = new CULong(mechanism);
        Parameter = null;
        ParameterLength = new CULong(0);
    }
}
