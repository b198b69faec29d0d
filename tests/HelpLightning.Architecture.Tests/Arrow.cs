namespace HelpLightning.Architecture.Tests;

/// <summary>An arrow from one room of a project to another, and one of the places that make it.</summary>
internal sealed record Arrow(string From, string To, string Because);
