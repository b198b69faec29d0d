namespace HelpLightning.Client;

/// <summary>Where a route is known from. The vendor publishes only part of its API.</summary>
internal enum Confidence
{
    /// <summary>A page of the vendor's documentation.</summary>
    VendorDocs,

    /// <summary>A public repository of the vendor or of its staff's samples.</summary>
    VendorCode,

    /// <summary>Somebody else's code.</summary>
    ThirdParty,
}
