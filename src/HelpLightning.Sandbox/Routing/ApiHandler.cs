namespace HelpLightning.Sandbox.Routing;

/// <summary>Answers a request that the gate and the checks have let through.</summary>
internal delegate Task ApiHandler(ApiRequest request);
