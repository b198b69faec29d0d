namespace HelpLightning.Pkcs11.Tests;

/// <summary>One after the other: the module has one configuration in a process, and sees new tokens only when it is initialised.</summary>
[CollectionDefinition(Name)]
public sealed class SoftHsmGroup : ICollectionFixture<SoftHsm>
{
    public const string Name = "SoftHSM2";
}
