namespace HelpLightning.PartnerKeys;

/// <summary>
/// Secrets that systemd hands to a service (<c>LoadCredential=</c>, <c>LoadCredentialEncrypted=</c>): files in a directory of memory
/// that only this service can read, which <c>$CREDENTIALS_DIRECTORY</c> names. Where a key file or passphrase file belongs,
/// <c>credential:NAME</c> is the one of that name.
/// </summary>
/// <remarks>systemd.exec(5), section "Credentials".</remarks>
public static class SystemdCredential
{
    private const string Prefix = "credential:";

    /// <summary>The environment variable by which systemd says where they are.</summary>
    public const string Variable = "CREDENTIALS_DIRECTORY";

    /// <summary>Gives the path of what may be a credential.</summary>
    /// <param name="fileOrCredential">A path, which is given back as it is, or <c>credential:NAME</c>.</param>
    /// <exception cref="PartnerKeyException">This process was given no credentials, or the name is none.</exception>
    public static string PathOf(string fileOrCredential)
    {
        ArgumentNullException.ThrowIfNull(fileOrCredential);
        return PathOf(fileOrCredential, Environment.GetEnvironmentVariable(Variable));
    }

    /// <summary>Does the text begin with <c>credential:</c>?</summary>
    public static bool IsOne(string? text) => text is not null && text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The same for an environment that is not this process's own.</summary>
    /// <param name="fileOrCredential">A path, or <c>credential:NAME</c>.</param>
    /// <param name="credentialsDirectory">What <c>$CREDENTIALS_DIRECTORY</c> is there; null when it is not set.</param>
    /// <exception cref="PartnerKeyException">There are no credentials, or the name is none.</exception>
    public static string PathOf(string fileOrCredential, string? credentialsDirectory)
    {
        ArgumentNullException.ThrowIfNull(fileOrCredential);
        if (!IsOne(fileOrCredential))
        {
            return fileOrCredential;
        }

        string name = fileOrCredential[Prefix.Length..];

        // systemd allows the names that a file can have (systemd.exec(5)); with a slash it would be a file elsewhere.
        if (name.Length is 0 or > 255 || name is "." or ".." || name.AsSpan().ContainsAny('/', '\\', '\0'))
        {
            throw new PartnerKeyException(
                PartnerKeyProblem.UriUnusable, "The name after credential: is not that of a credential.",
                KeyRemedies.Advice("It is the one that LoadCredential= gives in the service's unit, such as credential:partner-key"));
        }

        return string.IsNullOrEmpty(credentialsDirectory)
            ? throw new PartnerKeyException(
                PartnerKeyProblem.VariableNotSet,
                $"credential:{name} is meant, but {Variable} is not set: systemd gave this process no credentials.",
                KeyRemedies.Advice(
                    $"Run it as a service whose unit has LoadCredential={name}:/path/to/the/file; or give the file's path instead"))
            : Path.Combine(credentialsDirectory, name);
    }
}
