namespace HelpLightning.Client;

/// <summary>A setting is missing or wrong, or several are; the message names each, and <see cref="Faults"/> tells them apart.</summary>
public sealed class HelpLightningConfigurationException : HelpLightningException
{
    /// <summary>For what is wrong with no setting in particular, and for tests of your own.</summary>
    /// <param name="message">What was found.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public HelpLightningConfigurationException(string message, Exception? innerException = null)
        : base(message, innerException) => Faults = [];

    /// <summary>For settings.</summary>
    /// <param name="faults">What is wrong; at least one.</param>
    public HelpLightningConfigurationException(params IReadOnlyList<SettingFault> faults)
        : base(string.Join(' ', faults)) => Faults = faults;

    /// <summary>Each setting that is missing or wrong; empty when the fault is not one setting's.</summary>
    public IReadOnlyList<SettingFault> Faults { get; }
}
