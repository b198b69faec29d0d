namespace HelpLightning.Client;

/// <summary>The two versions of the API that are in use side by side.</summary>
public enum ApiRevision
{
    /// <summary>Version 1, revision 1, which the vendor recommends where a route exists in both.</summary>
    V1R1,

    /// <summary>Version 1.</summary>
    V1,
}
