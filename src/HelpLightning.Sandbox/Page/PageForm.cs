using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Page;

/// <summary>A form that was sent from the page.</summary>
internal sealed class PageForm(HttpContext context, IFormCollection fields)
{
    public CancellationToken Gone => context.RequestAborted;

    /// <summary>The address that the browser used, without a slash at the end.</summary>
    public string Host => $"{context.Request.Scheme}://{context.Request.Host}";

    public string CallId => (string)context.Request.RouteValues["call_id"]!;

    public long Id =>
        long.TryParse((string?)context.Request.RouteValues["id"], NumberStyles.None, CultureInfo.InvariantCulture, out long id)
        ? id
        : throw new FormatException("The number in the address is none.");

    public bool Has(string name) => !string.IsNullOrEmpty(Text(name));

    public string Text(string name) => fields[name].ToString().Trim();

    /// <param name="name">The field.</param>
    /// <param name="label">What the page calls it.</param>
    /// <param name="longest">In characters.</param>
    public string Required(string name, string label, int longest = 255)
    {
        string text = Text(name);
        return text.Length switch
        {
            0 => throw new FieldException(name, $"{label} is empty."),
            _ when text.Length > longest => throw new FieldException(
                name, string.Create(CultureInfo.InvariantCulture, $"{label} is longer than {longest} characters.")),
            _ => text,
        };
    }

    public long Number(string name) => long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        ? number
        : throw new FormatException("A number of the form is none.");

    /// <summary>The text of an uploaded file; null when none was chosen.</summary>
    public async Task<string?> FileAsync(string name, int largest)
    {
        if (fields.Files[name] is not { Length: > 0 } file)
        {
            return null;
        }

        if (file.Length > largest)
        {
            throw new FieldException(name, $"The file is larger than {largest / 1024} KiB.");
        }

        using StreamReader reader = new(file.OpenReadStream());
        return await reader.ReadToEndAsync(Gone).ConfigureAwait(false);
    }
}
