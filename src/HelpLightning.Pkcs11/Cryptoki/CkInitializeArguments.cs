using System.Runtime.InteropServices;

namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>CK_C_INITIALIZE_ARGS: the module takes the platform's own locks.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct CkInitializeArguments
{
    public void* CreateMutex;
    public void* DestroyMutex;
    public void* LockMutex;
    public void* UnlockMutex;
    public CULong Flags;
    public void* Reserved;
}
