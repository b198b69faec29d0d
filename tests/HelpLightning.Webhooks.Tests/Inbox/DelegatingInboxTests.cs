using System.Reflection;

namespace HelpLightning.Webhooks.Tests.Inbox;

/// <summary>What is not overridden goes to the inbox behind, as it came, and its answer comes back.</summary>
public sealed class DelegatingInboxTests
{
    public static TheoryData<string> Methods =>
        [.. typeof(IWebhookInbox).GetMethods().Concat(typeof(IAsyncDisposable).GetMethods()).Select(static method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Each_call_is_passed_on(string name)
    {
        IWebhookInbox inner = DispatchProxy.Create<IWebhookInbox, Recorder>();
        Recorder recorder = (Recorder)(object)inner;
        MethodInfo method = typeof(IWebhookInbox).GetMethod(name) ?? typeof(IAsyncDisposable).GetMethod(name)!;
        using CancellationTokenSource source = new();
        object?[] arguments = [.. method.GetParameters().Select(parameter => Example(parameter.ParameterType, source.Token))];
        object? answer = method.Invoke(new Plain(() => inner), arguments);
        (MethodInfo called, object?[] with, object? answered) = Assert.Single(recorder.Calls);
        Assert.Equal(method, called);
        Assert.Equal(arguments, with);
        if (name != nameof(IAsyncDisposable.DisposeAsync))
        {
            Assert.Equal(answered, answer);
        }
    }

    [Fact]
    public async Task One_that_is_not_there_yet_says_so_at_the_call()
    {
        DelegatingInbox inbox = new Plain(static () => throw new InboxUnavailableException("not yet"));
        await Assert.ThrowsAsync<InboxUnavailableException>(async () => await inbox.FindAsync(1, TestContext.Current.CancellationToken));
    }

    private static object Example(Type type, CancellationToken cancellation) => type switch
    {
        _ when type == typeof(CancellationToken) => cancellation,
        _ when type == typeof(int) => 7,
        _ when type == typeof(long) => 8L,
        _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch,
        _ when type == typeof(InboxQuery) => new InboxQuery(),
        _ when type == typeof(IncomingEvent) => new IncomingEvent("{}"u8.ToArray(), DateTimeOffset.UnixEpoch),
        _ when type == typeof(IReadOnlyList<Settlement>) => new List<Settlement>(),
        _ => throw new NotSupportedException($"What may stand for {type}?"),
    };

    private sealed class Plain(Func<IWebhookInbox> inner) : DelegatingInbox
    {
        protected override IWebhookInbox Inner => inner();
    }

    /// <summary>Answers each call with an answer of its own.</summary>
    public class Recorder : DispatchProxy
    {
        public List<(MethodInfo Method, object?[] With, object? Answer)> Calls { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            object? answer = AnswerOf(targetMethod!.ReturnType);
            Calls.Add((targetMethod, args ?? [], answer));
            return answer;
        }

        private static object? AnswerOf(Type type)
        {
            Exception mark = new InvalidOperationException("an answer");
            return type switch
            {
                _ when type == typeof(ValueTask) => new ValueTask(Task.FromException(mark)),
                _ when type == typeof(Task) => Task.FromException(mark),
                { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ValueTask<>) =>
                    typeof(ValueTask).GetMethod(nameof(ValueTask.FromException), 1, [typeof(Exception)])!
                        .MakeGenericMethod(type.GenericTypeArguments[0]).Invoke(null, [mark]),
                _ => Array.Empty<InboxEvent>().ToAsyncEnumerable(),
            };
        }
    }
}
