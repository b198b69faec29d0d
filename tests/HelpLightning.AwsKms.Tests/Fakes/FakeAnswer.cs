namespace HelpLightning.AwsKms.Tests.Fakes;

/// <summary>What a service answers.</summary>
internal sealed record FakeAnswer(int Status, string Json, params (string Name, string Value)[] Headers);
