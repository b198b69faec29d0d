namespace HelpLightning.Client.Tests;

public sealed class GroupAndWorkspaceRoutes
{
    [Fact]
    [Covers("GET /api/v1r1/enterprise/pods")]
    public async Task Groups_are_listed()
    {
        await using Recording recording = new(Reply.Json("""
            {"entries":[{"id":7,"name":"Level 1","description":"first line","email":"l1@example.com","admin_count":2,"user_count":12,"default":false,"expert":true,"manage":true}],
             "page":1,"page_size":50,"total_entries":1,"total_pages":1}
            """));
        Group group = await recording.Client.Groups.ListAsync(GroupFilter.Raw("name=Level 1"), cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/enterprise/pods?filter=name%3DLevel%201&page_size=50", "partner");
        Assert.Equal((7, "Level 1", "first line", "l1@example.com"), (group.Id, group.Name, group.Description, group.Email));
        Assert.Equal((2, 12, false, true, true), (group.AdminCount, group.UserCount, group.IsDefault, group.IsExpert, group.Manage));
        Assert.Empty(group.Users);
    }

    [Fact]
    [Covers("GET /api/v1r1/enterprise/pods/{pod_id}")]
    public async Task A_group_is_read_with_its_four_lists()
    {
        await using Recording recording = new(Reply.Json("""{"id":7,"name":"Level 1","users":[{"id":24,"name":"Ann"},{"id":25}],"admins":[{"id":"24"}],"subpods":[{"id":8}],"on_call_pods":null}"""));
        Group group = await recording.Client.Groups.GetAsync(7, Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/enterprise/pods/7", "partner");
        Assert.Equal([new Reference(24, "Ann"), new Reference(25, null)], group.Users);
        Assert.Equal([new Reference(24, null)], group.Admins);
        Assert.Equal([new Reference(8, null)], group.Subgroups);
        Assert.Empty(group.OnCallGroups);
    }

    [Fact]
    [Covers("GET /api/v1/enterprise/pods/{pod_id}/users")]
    public async Task Members_are_listed()
    {
        await using Recording recording = new(Reply.Json("""{"entries":[{"id":24}],"page":1,"page_size":50,"total_entries":1,"total_pages":1}"""));
        Assert.Equal(24, (await recording.Client.Groups.ListMembersAsync(7, cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation)).Id);
        recording.Asked(0, "GET", "/api/v1/enterprise/pods/7/users?page_size=50", "partner");
    }

    [Fact]
    [Covers("GET /api/v1/enterprise/pods/{pod_id}/calls")]
    public async Task Calls_inside_a_group_are_listed()
    {
        await using Recording recording = new(Reply.Json("""{"entries":[{"session":"call_1"}],"page":1,"page_size":50,"total_entries":1,"total_pages":1}"""));
        Assert.Equal(new CallId("call_1"), (await recording.Client.Groups.ListCallsAsync(7, cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation)).Id);
        recording.Asked(0, "GET", "/api/v1/enterprise/pods/7/calls?page_size=50", "partner");
    }

    [Fact]
    [Covers("GET /api/v1r1/enterprise/workspaces")]
    public async Task Workspaces_are_listed()
    {
        await using Recording recording = new(Reply.Json("""
            {"entries":[{"id":9,"name":"North","active":true,"token":"w.t.1","admins":[24,{"id":25,"name":"Bob"}]}],"page":1,"page_size":50,"total_entries":1,"total_pages":1}
            """));
        Workspace north = await recording.Client.Workspaces.ListAsync(cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/enterprise/workspaces?page_size=50", "partner");
        Assert.Equal((9, "North", true, "w.t.1"), (north.Id, north.Name, north.Active, north.Token?.Reveal()));
        Assert.Equal([new Reference(24, null), new Reference(25, "Bob")], north.Admins);
    }

    [Fact]
    public async Task The_key_of_a_workspace_has_none()
    {
        await using Recording recording = new(Reply.Json("""{"entries":[],"page":1,"page_size":20,"total_entries":0,"total_pages":1}"""));
        Assert.Equal(0, await recording.Client.Workspaces.ListAsync(cancellationToken: TestContext.Current.CancellationToken).CountAsync(Recording.Cancellation));
    }

    [Fact]
    [Covers("GET /api/v1r1/enterprise/workspaces/{workspace_id}")]
    public async Task A_workspace_opens_with_its_own_token_and_keeps_it()
    {
        await using Recording recording = new(
            Reply.Json("""{"id":9,"name":"North","active":true,"token":"w.t.1","admins":[]}"""),
            Reply.Json("""{"id":24,"token":"u.t.1"}"""),
            Reply.Json("""{"id":24}"""),
            Reply.Json("""{"id":25}"""));
        EnterpriseClient north = recording.Client.AsWorkspace(9);
        await north.AsUser(24).Me.GetAsync(Recording.Cancellation);
        await recording.Client.AsWorkspace(9).Users.GetAsync(25, Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/enterprise/workspaces/9", "partner");
        recording.Asked(1, "GET", "/api/v1r1/enterprise/users/24", "w.t.1");
        recording.Asked(2, "GET", "/api/v1r1/user", "u.t.1");
        recording.Asked(3, "GET", "/api/v1r1/enterprise/users/25", "w.t.1");
    }

    [Fact]
    public async Task Two_workspaces_have_two_tokens_for_the_same_user_id()
    {
        await using Recording recording = new(
            Reply.Json("""{"id":9,"token":"w.t.9"}"""), Reply.Json("""{"id":24,"token":"u.t.9"}"""), Reply.Json("""{"id":24}"""),
            Reply.Json("""{"id":10,"token":"w.t.10"}"""), Reply.Json("""{"id":24,"token":"u.t.10"}"""), Reply.Json("""{"id":24}"""));
        await recording.Client.AsWorkspace(9).AsUser(24).Me.GetAsync(Recording.Cancellation);
        await recording.Client.AsWorkspace(10).AsUser(24).Me.GetAsync(Recording.Cancellation);
        recording.Asked(2, "GET", "/api/v1r1/user", "u.t.9");
        recording.Asked(4, "GET", "/api/v1r1/enterprise/users/24", "w.t.10");
        recording.Asked(5, "GET", "/api/v1r1/user", "u.t.10");
    }
}
