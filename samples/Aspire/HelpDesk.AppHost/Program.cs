using HelpLightning.Aspire.Hosting;

IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(args);

IResourceBuilder<HelpLightningSandboxResource> helpLightning = builder.AddHelpLightningSandbox("helplightning");

IResourceBuilder<ProjectResource> desk = builder.AddProject<Projects.HelpDesk>("desk")
    .WithHttpEndpoint()
    .WithReference(helpLightning)
    .WaitFor(helpLightning);

helpLightning.WithWebhooksTo(desk, "/hooks/help-lightning");

builder.Build().Run();
