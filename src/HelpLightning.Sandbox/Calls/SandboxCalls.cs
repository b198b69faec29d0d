using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Errors;

namespace HelpLightning.Sandbox;

/// <summary>
/// Lets calls happen. Each step is in the API and on its way to the webhooks when the method returns. People are named by id or
/// by e-mail address. Safe to use from several threads.
/// </summary>
public sealed class SandboxCalls
{
    private readonly CallControl _control;

    internal SandboxCalls(CallControl control)
    {
        _control = control;
    }

    /// <summary>Somebody calls somebody: both are in the call when this returns.</summary>
    /// <param name="dialer">Who calls: an id or an e-mail address.</param>
    /// <param name="receiver">Who is called: an id or an e-mail address.</param>
    /// <exception cref="InvalidOperationException">One of them does not exist, or they are the same.</exception>
    public SandboxCall Start(string dialer, string receiver) => Step(() => _control.Start(dialer, receiver));

    /// <summary>Somebody else joins a call that runs.</summary>
    /// <param name="callId"><c>call_</c> and a uuid: <see cref="SandboxCall.CallId"/>.</param>
    /// <param name="user">Who joins: an id or an e-mail address.</param>
    /// <exception cref="InvalidOperationException">There is no such call or user, it is over, or they are in it.</exception>
    public void Join(string callId, string user) => Step(() => _control.Join(callId, user));

    /// <summary>Somebody without an account joins a call by a link.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="name">What the guest is called.</param>
    /// <returns>The id that the guest gets.</returns>
    /// <exception cref="InvalidOperationException">There is no such call, or it is over.</exception>
    public long JoinAsGuest(string callId, string name) => Step(() => _control.JoinAsGuest(callId, name));

    /// <summary>Somebody leaves; the last but one to leave ends the call.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="user">Who leaves: an id or an e-mail address.</param>
    /// <exception cref="InvalidOperationException">There is no such call, it is over, or they are not in it.</exception>
    public void Leave(string callId, string user) => Step(() => _control.Leave(callId, user));

    /// <summary>Adds a file to a call, running or over, with content that can be downloaded.</summary>
    /// <returns>The attachment's uuid.</returns>
    /// <exception cref="InvalidOperationException">There is no such call.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind is none of the named values.</exception>
    public string AddAttachment(string callId, SandboxAttachmentKind kind) => Enum.IsDefined(kind)
        ? Step(() => _control.Attach(callId, kind))
        : throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of attachment.");

    /// <summary>Tags a call, running or over; a tag that the site does not know yet is made.</summary>
    /// <exception cref="InvalidOperationException">There is no such call, or the tag is empty or over 255 characters.</exception>
    public void Tag(string callId, string tag) => Step(() => _control.Tag(callId, tag));

    /// <summary>Ends a call; whoever is in it leaves.</summary>
    /// <exception cref="InvalidOperationException">There is no such call, or it is over.</exception>
    public void End(string callId) => Step(() => _control.End(callId));

    private static void Step(Action step) => Step(() =>
    {
        step();
        return true;
    });

    private static T Step<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (SandboxException e)
        {
            throw new InvalidOperationException(e.Message, e);
        }
    }
}
