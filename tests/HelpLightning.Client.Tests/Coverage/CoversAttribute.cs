namespace HelpLightning.Client.Tests;

/// <summary>Names the route that a test exercises, as <c>GET /api/v1r1/enterprise/users</c>. <see cref="Recording"/> checks that it did.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class CoversAttribute(string route) : Attribute
{
    public string Route { get; } = route;
}
