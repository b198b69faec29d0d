using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Events;
using HelpLightning.Sandbox.Files;
using HelpLightning.Sandbox.Lists;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>What the parts of a sandbox share: one of each, made when it starts.</summary>
internal sealed class SandboxCore
{
    public SandboxCore(HelpLightningSandboxOptions options, SandboxDatabase database, TimeProvider clock, ISandboxEvents events)
    {
        Options = options;
        Database = database;
        Clock = clock;
        Events = events;
        ApiKeys = new ApiKeyStore(database, clock);
        PartnerKeys = new PartnerKeyStore(database, options, clock);
        Tokens = new TokenIssuer(database.TokenSecret, options, clock);
        SignedAddresses = new SignedAddresses(database.TokenSecret, options, clock);
        Calls = new CallLife(events, clock);
        Gate = new Gate(this);
        Routes = RouteTable.Build(this);
    }

    public HelpLightningSandboxOptions Options { get; }

    public SandboxDatabase Database { get; }

    /// <summary>The sandbox's time: tokens are issued and judged by it, and everything that is dated.</summary>
    public TimeProvider Clock { get; }

    public ISandboxEvents Events { get; }

    public ApiKeyStore ApiKeys { get; }

    public PartnerKeyStore PartnerKeys { get; }

    public TokenIssuer Tokens { get; }

    public SignedAddresses SignedAddresses { get; }

    /// <summary>Answers of lists that were written before.</summary>
    public AnswerCache Lists { get; } = new();

    /// <summary>Starts, changes and ends calls.</summary>
    public CallLife Calls { get; }

    public Gate Gate { get; }

    /// <summary>Every route of the API.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>The time as the API writes it.</summary>
    public string Now => VendorTime.Format(Clock.GetUtcNow());
}
