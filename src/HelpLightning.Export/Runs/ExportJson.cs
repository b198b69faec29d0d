using System.Text.Json.Serialization;

namespace HelpLightning.Export.Runs;

/// <summary>The notes that an export keeps for itself, and the state for the next run.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true, NewLine = "\n",
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExportJob))]
[JsonSerializable(typeof(Checkpoint))]
[JsonSerializable(typeof(LastRun))]
internal sealed partial class ExportJson : JsonSerializerContext;
