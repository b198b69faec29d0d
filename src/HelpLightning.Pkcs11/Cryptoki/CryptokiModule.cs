using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Faults;

namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>
/// A module in this process: loaded and initialised once however many keys use it, shut down with the last of them, never unloaded
/// (many leave threads or handlers behind that would then run in nothing).
/// </summary>
/// <remarks>
/// Whoever calls a function holds the gate (<see cref="Enter"/>); a recovery takes it alone (<see cref="Reset"/>), closes what sessions
/// there are and counts <see cref="Generation"/> up. A session is used only in the generation that it was opened in, so that a handle
/// which the module has given out anew is never taken for an old one.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable",
    Justification = "A module stays as long as the process, and so does its gate.")]
internal sealed unsafe class CryptokiModule
{
    /// <summary>A module that takes longer for one call than this is called dead.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>C_Finalize disturbs every token of the module, so that it is not tried for each signature while one is missing.</summary>
    private static readonly TimeSpan BetweenInitialisations = TimeSpan.FromMilliseconds(250);

    private static readonly Lock Registry = new();
    private static readonly Dictionary<nint, CryptokiModule> Loaded = [];

    private readonly ReaderWriterLockSlim _gate = new(LockRecursionPolicy.NoRecursion);
    private readonly HashSet<nuint> _sessions = [];
    private int _references;
    private int _generation;
    private bool _isOurs;
    private long _initialised;

    private CryptokiModule(string path, nint handle, CryptokiFunctions functions)
    {
        Path = path;
        Handle = handle;
        Functions = functions;
    }

    public string Path { get; }

    /// <summary>What tells it from other modules in this process.</summary>
    public nint Handle { get; }

    /// <summary>Only inside the gate.</summary>
    public CryptokiFunctions Functions { get; }

    /// <summary>One login at a time, so that a PIN that is wrong is not tried by two threads.</summary>
    public Lock LoginLock { get; } = new();

    public int Generation => Volatile.Read(ref _generation);

    public string Manufacturer { get; private set; } = "";

    public string Description { get; private set; } = "";

    public Version Version { get; private set; } = new(0, 0);

    public static CryptokiModule Acquire(string path)
    {
        lock (Registry)
        {
            CryptokiModule module = Load(path);
            if (module._references == 0)
            {
                module.Initialise();
            }

            module._references++;
            return module;
        }
    }

    public void Release()
    {
        lock (Registry)
        {
            if (--_references > 0)
            {
                return;
            }

            // A module that hangs is left as it is: closing a key must not fail for it.
            if (_gate.TryEnterWriteLock(Patience))
            {
                CloseAll();
                Shut();
                _gate.ExitWriteLock();
            }
        }
    }

    public void Enter()
    {
        if (!_gate.TryEnterReadLock(Patience))
        {
            throw Dead();
        }
    }

    public void Exit() => _gate.ExitReadLock();

    /// <summary>True when it was initialised only just now.</summary>
    public bool IsFresh => LeftToWait > TimeSpan.Zero;

    /// <summary>How long it takes until it may be initialised once more.</summary>
    public TimeSpan LeftToWait => BetweenInitialisations - TimeProvider.System.GetElapsedTime(Volatile.Read(ref _initialised));

    /// <summary>
    /// Ends the generation, unless another thread has done it: closes every session of ours, none of which is in use then, shuts the module
    /// down and starts it. Only then some see a token that came, or that its PIN was changed (SoftHSM2).
    /// </summary>
    /// <param name="generation">That in which a call failed.</param>
    public void Reset(int generation)
    {
        EnterAlone();
        try
        {
            if (generation == _generation)
            {
                CloseAll();
                Shut();
                Initialise();
            }
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>Inside the gate.</summary>
    public Rv OpenSession(nuint slot, uint flags, out nuint session)
    {
        CULong opened = default;
        Rv rv = Functions.OpenSession(new CULong(slot), flags, &opened);
        session = opened.Value;
        if (rv == Rv.Ok)
        {
            lock (_sessions)
            {
                _sessions.Add(session);
            }
        }

        return rv;
    }

    /// <summary>Inside the gate. What the module says to it helps nobody.</summary>
    public void CloseSession(nuint session)
    {
        lock (_sessions)
        {
            _sessions.Remove(session);
        }

        _ = Functions.CloseSession(new CULong(session));
    }

    /// <summary>How many sessions of ours are open, for tests.</summary>
    public int OpenSessions
    {
        get
        {
            lock (_sessions)
            {
                return _sessions.Count;
            }
        }
    }

    private static CryptokiModule Load(string path)
    {
        nint handle;
        try
        {
            handle = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw Fault.Of(
                PartnerKeyProblem.ModuleUnusable, $"The PKCS#11 module {path} cannot be loaded: {LoaderWords(e.Message, path)}.",
                $"A module is a shared library for this kind of machine ({RuntimeInformation.OSArchitecture}, here in a "
                + $"{RuntimeInformation.ProcessArchitecture} process), and what it needs is installed beside it. {ModuleFile.Packages}");
        }

        // The same file, also by another path, has the same handle; one reference to it is enough.
        if (Loaded.TryGetValue(handle, out CryptokiModule? module))
        {
            NativeLibrary.Free(handle);
            return module;
        }

        if (!NativeLibrary.TryGetExport(handle, "C_GetFunctionList", out nint getFunctionList))
        {
            NativeLibrary.Free(handle);
            throw Fault.Of(
                PartnerKeyProblem.ModuleUnusable, $"{path} is a library, but no PKCS#11 module: it has no C_GetFunctionList.",
                ModuleFile.Packages);
        }

        module = new CryptokiModule(path, handle, FunctionsOf(path, getFunctionList));
        Loaded.Add(handle, module);
        return module;
    }

    private static CryptokiFunctions FunctionsOf(string path, nint getFunctionList)
    {
        void* list = null;
        CULong rv = ((delegate* unmanaged<void**, CULong>)getFunctionList)(&list);
        if (rv.Value != 0 || list is null)
        {
            throw RvFault.Nonsense($"The PKCS#11 module {path} gives no list of its functions ({RvWords.Of((Rv)(uint)rv.Value)}).");
        }

        try
        {
            CryptokiFunctions functions = new(list);
            return functions.MajorVersion is 2 or 3
                ? functions
                : throw RvFault.Nonsense($"The PKCS#11 module {path} is of version {functions.MajorVersion}, not 2 or 3.");
        }
        catch (EntryPointNotFoundException e)
        {
            throw RvFault.Nonsense($"The PKCS#11 module {path} has no {e.Message}.");
        }
    }

    /// <summary>The loader's own words, which the platform wraps in several lines of its own.</summary>
    private static string LoaderWords(string message, string path)
    {
        string[] lines = message.Split('\n', StringSplitOptions.TrimEntries);
        return (Array.Find(lines, line => line.StartsWith(path, StringComparison.Ordinal)) ?? lines[0]).TrimEnd('.');
    }

    private void Initialise()
    {
        Volatile.Write(ref _initialised, TimeProvider.System.GetTimestamp());
        Rv rv = Functions.Initialize();
        _isOurs = rv == Rv.Ok;
        if (rv is not (Rv.Ok or Rv.CryptokiAlreadyInitialized))
        {
            throw Fault.Of(
                PartnerKeyProblem.ModuleUnusable, $"The PKCS#11 module {Path} does not start: C_Initialize: {RvWords.Of(rv)}.",
                $"{RvWords.Remedy(rv)}. A module has settings of its own, in a file or variable such as SOFTHSM2_CONF: "
                + "see whether pkcs11-tool works",
                $"pkcs11-tool --module {Path} --list-slots");
        }

        ReadInfo();
    }

    /// <summary>
    /// CK_INFO: version (2 bytes), manufacturer (32), flags, description (32), version (2). Unix aligns the flags; there is room for
    /// its padding.
    /// </summary>
    private void ReadInfo()
    {
        byte* info = stackalloc byte[128];
        if (Functions.GetInfo(info) != Rv.Ok)
        {
            return;
        }

        int flags = OperatingSystem.IsWindows() ? 34 : (34 + sizeof(CULong) - 1) / sizeof(CULong) * sizeof(CULong);
        Manufacturer = PaddedText.Of(info + 2, 32);
        Description = PaddedText.Of(info + flags + sizeof(CULong), 32);
        Version = new Version(info[flags + sizeof(CULong) + 32], info[flags + sizeof(CULong) + 33]);
    }

    private void EnterAlone()
    {
        if (!_gate.TryEnterWriteLock(Patience))
        {
            throw Dead();
        }
    }

    private void CloseAll()
    {
        lock (_sessions)
        {
            foreach (nuint session in _sessions)
            {
                _ = Functions.CloseSession(new CULong(session));
            }

            _sessions.Clear();
        }

        Volatile.Write(ref _generation, _generation + 1);
    }

    private void Shut()
    {
        if (_isOurs)
        {
            _ = Functions.FinalizeModule();
            _isOurs = false;
        }
    }

    private PartnerKeyException Dead() => Fault.Of(
        PartnerKeyProblem.DeviceFailed, $"The PKCS#11 module {Path} has not come back from a call for {Patience.TotalSeconds:0} s.",
        "See whether the device is reachable; when it stays so, the process must be started anew");
}
