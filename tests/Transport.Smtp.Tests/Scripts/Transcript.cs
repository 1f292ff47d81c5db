namespace Msmtp.Transport.Smtp.Tests;

/// <summary>Plays dialogues as the RFCs print them: once in large pieces, and once octet by octet.</summary>
static class Transcript
{
    static readonly int[] ReadSizes = [int.MaxValue, 1];

    /// <summary>Plays a dialogue from the greeting on and checks that all of it was said.</summary>
    public static Task Play(string script, Func<SmtpDialogue, Task> act) =>
        PlayLink(script, link =>
        {
            var connection = new SmtpConnection(link, Some.Context());
            return act(new SmtpDialogue(connection, Some.Settings()));
        });

    /// <summary>Plays a dialogue over the link itself.</summary>
    public static async Task PlayLink(string script, Func<ScriptedLink, Task> act)
    {
        foreach (var readSize in ReadSizes)
        {
            using var link = new ScriptedLink(ScriptLine.Parse(script), readSize);
            await act(link);
            link.Finish();
        }
    }

    /// <summary>Plays a whole session up to where a mail can be sent.</summary>
    public static Task PlayTransport(string script, PluginContext context, Func<ITransport, ScriptedLink, Task> act) =>
        PlayLink(script, async link =>
        {
            var transport = await OpenAsync(link, context);
            await using (transport)
                await act(transport, link);
        });

    /// <summary>Plays a session that does not come so far, and gives its failure.</summary>
    public static async Task<MailException> PlayFailure(string script, PluginContext context)
    {
        MailException? failure = null;
        await PlayLink(script, async link => failure = await Assert.ThrowsAsync<MailException>(() => OpenAsync(link, context)));
        return failure!;
    }

    static async Task<ITransport> OpenAsync(ScriptedLink link, PluginContext context)
    {
        var ct = TestContext.Current.CancellationToken;
        var session = await SmtpSession.BeginAsync(link, Some.Connector, context, null, ct);
        return await SmtpTransport.BeginAsync(session, context, ct);
    }
}
