namespace Msmtp.Transport.Smtp.Tests;

/// <summary>Plays dialogues as the RFCs print them: once in large pieces, and once octet by octet.</summary>
static class Transcript
{
    static readonly int[] ReadSizes = [int.MaxValue, 1];

    /// <summary>Plays a dialogue from the greeting on and checks that all of it was said.</summary>
    public static Task Play(string script, Func<SmtpDialogue, Task> act) =>
        PlayConnection(script, stream =>
        {
            var connection = new SmtpConnection(stream, Some.Context());
            return act(new SmtpDialogue(connection, Some.Settings()));
        });

    /// <summary>Plays a dialogue over the stream itself.</summary>
    public static async Task PlayConnection(string script, Func<ScriptedConnection, Task> act)
    {
        foreach (var readSize in ReadSizes)
        {
            using var stream = new ScriptedConnection(ScriptLine.Parse(script), readSize);
            await act(stream);
            stream.Finish();
        }
    }

    /// <summary>Plays a whole session up to where a mail can be sent.</summary>
    public static Task PlayTransport(string script, PluginContext context, Func<ITransport, ScriptedConnection, Task> act) =>
        PlayConnection(script, async stream =>
        {
            var transport = await OpenAsync(stream, context);
            await using (transport)
                await act(transport, stream);
        });

    /// <summary>Plays a session that does not come so far, and gives its failure.</summary>
    public static async Task<MailException> PlayFailure(string script, PluginContext context)
    {
        MailException? failure = null;
        await PlayConnection(script, async stream => failure = await Assert.ThrowsAsync<MailException>(() => OpenAsync(stream, context)));
        return failure!;
    }

    static async Task<ITransport> OpenAsync(ScriptedConnection stream, PluginContext context)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var session = await SmtpSession.BeginAsync(stream, Some.Connector, context, null, cancellationToken);
        return await SmtpTransport.BeginAsync(session, context, cancellationToken);
    }
}
