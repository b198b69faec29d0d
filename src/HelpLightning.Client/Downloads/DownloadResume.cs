using System.Net.Http.Headers;

namespace HelpLightning.Client;

/// <summary>What an earlier run knew of a download that it could not finish. The bytes it received are in the destination.</summary>
public sealed record DownloadResume
{
    /// <param name="entityTag">What <see cref="DownloadProgress.EntityTag"/> told.</param>
    /// <exception cref="ArgumentException">It is no strong entity tag (RFC 9110 section 8.8.3).</exception>
    public DownloadResume(string entityTag)
    {
        ArgumentNullException.ThrowIfNull(entityTag);
        Tag = EntityTagHeaderValue.TryParse(entityTag, out EntityTagHeaderValue? tag) && !tag.IsWeak
            ? tag
            : throw new ArgumentException("It is no strong entity tag.", nameof(entityTag));
    }

    /// <summary>The version of the file that was begun: of another one, all is fetched anew.</summary>
    public string EntityTag => Tag.ToString();

    internal EntityTagHeaderValue Tag { get; }
}
