using System.Text.Json;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>The data of an event that somebody made up.</summary>
internal static class EventData
{
    /// <summary>The object without white space.</summary>
    /// <exception cref="FormatException">The message names what is wrong.</exception>
    public static byte[] Compact(string category, string data)
    {
        if (category.Length is 0 or > 100)
        {
            throw new FormatException("The category of an event has 1 to 100 characters, such as attachment_created.");
        }

        try
        {
            // What comes twice is the receiver's to see: it is sent as it was given.
            JsonFields fields = JsonFields.Parse(
                data, "The data of an event", options: new JsonDocumentOptions { AllowDuplicateProperties = true });
            return fields.ToUtf8();
        }
        catch (SandboxException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
