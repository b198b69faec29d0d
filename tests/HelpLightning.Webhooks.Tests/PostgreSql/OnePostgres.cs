namespace HelpLightning.Webhooks.Tests.PostgreSql;

/// <summary>One server for all of them.</summary>
[CollectionDefinition]
public sealed class OnePostgres : ICollectionFixture<PostgresServer>;
