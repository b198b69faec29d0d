using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>
/// Where an attachment lies in the folder: <c>CALL_ID/ATTACHMENT_ID/NAME</c>, as the vendor's own sample has it. So two
/// attachments of one name are apart, and a name that leads elsewhere leads nowhere.
/// </summary>
internal readonly struct AttachmentPlace
{
    private const int HashLetters = 8;

    private readonly string _folder;
    private readonly string _below;
    private readonly string _name;

    public AttachmentPlace(string folder, string callId, long attachmentId, string? name)
    {
        _folder = folder;
        _below = Below(callId, attachmentId);
        _name = NameOf(attachmentId, name);
    }

    /// <summary>Until it is whole.</summary>
    public string PartPath => Path.Combine(Folder, _name + ".part");

    public string Folder => FullPath(_folder, _below);

    public static string Below(string callId, long attachmentId) =>
        $"{CallFolder(callId)}/{attachmentId.ToString(CultureInfo.InvariantCulture)}";

    public static string NameOf(long attachmentId, string? name) =>
        SafeFileName.From(name, $"attachment-{attachmentId.ToString(CultureInfo.InvariantCulture)}");

    public static string FullPath(string folder, string relative) =>
        Path.Combine(folder, relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The relative name, or that name with a number when there are others.</summary>
    public string Relative(int number) => number == 1
        ? $"{_below}/{_name}"
        : string.Create(
            CultureInfo.InvariantCulture, $"{_below}/{Path.GetFileNameWithoutExtension(_name)} ({number}){Path.GetExtension(_name)}");

    /// <summary>The call id as it is, or, when that is no harmless name, made one that no other call has.</summary>
    private static string CallFolder(string callId)
    {
        bool isHarmless = callId.Length is > 0 and <= 100 && callId.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            && SafeFileName.From(callId, "call") == callId
            && !callId.Equals(AttachmentManifest.SumsName, StringComparison.OrdinalIgnoreCase);
        return isHarmless
            ? callId
            : $"{SafeFileName.From(callId, "call")}-"
                + $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(callId)))[..HashLetters]}";
    }
}
