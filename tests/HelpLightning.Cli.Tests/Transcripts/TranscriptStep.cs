namespace HelpLightning.Cli.Tests.Transcripts;

/// <summary>A line of a transcript that is not output: a remark (<c>#</c>), something done to the scene (<c>@</c>), or a command (<c>$</c>).</summary>
internal readonly record struct TranscriptStep(char Kind, string Text);
