using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>The id of a call: <c>call_</c> and a UUID. The wire names it <c>session</c> in calls and <c>call_id</c> elsewhere.</summary>
[JsonConverter(typeof(CallIdConverter))]
public readonly record struct CallId
{
    /// <summary>Wraps an id that you kept or were told.</summary>
    /// <exception cref="ArgumentException">It is empty, or one or two dots, which in an address are no name.</exception>
    public CallId(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        Value = IsId(value) ? value : throw new ArgumentException($"\"{value}\" is not an id.", nameof(value));
    }

    internal static bool IsId(string? value) => !string.IsNullOrWhiteSpace(value) && value is not ("." or "..");

    /// <summary>The id as the API writes it; empty in a default value.</summary>
    public string Value { get => field ?? ""; }

    /// <summary>The same as <see cref="Value"/>.</summary>
    public override string ToString() => Value;
}
