using System.Globalization;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;

namespace HelpLightning.Sandbox.Users;

/// <summary>What must be true of somebody who is invited.</summary>
internal static class Invitation
{
    public static string RequireName(string name) => name.Length <= 255
        ? name
        : throw new SandboxException(400, VendorCode.InvalidName, "Parameter 'name' has more than 255 characters.");

    public static bool IsEmail(string email)
    {
        int at = email.IndexOf('@', StringComparison.Ordinal);
        return email.Length <= 255 && at > 0 && at == email.LastIndexOf('@') && at < email.Length - 1
            && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
    }

    public static string RequireEmail(string email) => IsEmail(email)
        ? email
        : throw new SandboxException(400, VendorCode.InvalidEmail, "Parameter 'email' is not an e-mail address.");

    public static int Role(string? name) => name switch
    {
        null or "User" => UserRow.UserRole,
        "EnterpriseAdmin" => UserRow.AdministratorRole,
        _ => throw SandboxException.BadParameter("Parameter 'role' wants User or EnterpriseAdmin."),
    };

    /// <summary>From the address: letters, digits, dots and underscores, as the vendor demands.</summary>
    public static string FreeUsername(Db db, string email)
    {
        string stem = new(
            [.. email[..email.IndexOf('@', StringComparison.Ordinal)].Select(
                c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '_')]);
        string name = stem;
        for (int i = 2; db.Exists("SELECT 1 FROM users WHERE username = ?1", name); i++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}_{i}");
        }

        return name;
    }
}
