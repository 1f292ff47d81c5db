namespace Msmtp.Server;

/// <summary>Receives a mail from 354, or the first BDAT, to its outcome (RFC 5321 §4.1.1.4, RFC 3030 §2).</summary>
sealed class MessageReception(SmtpConnection connection, SmtpServerOptions options, IMailHandler handler)
{
    /// <summary>
    /// Hands the content to the handler. Returns one reply, over LMTP one for each recipient, and none if the client abandoned the mail.
    /// </summary>
    public async ValueTask<IEnumerable<SmtpReply>> ReceiveAsync(
        MailEnvelope envelope, IContentSource source, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.MessageTimeout, options.TimeProvider);
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var content = new MessageStream(source, options, lifetime.Token);
        await using (content.ConfigureAwait(false))
        {
            try
            {
                var (outcome, fault) = await AskHandlerAsync(envelope, content, cancellationToken, lifetime.Token).ConfigureAwait(false);
                await content.DrainAsync(outcome).ConfigureAwait(false);
                Report(content, fault);
                return RepliesFor(envelope, content.Refusal is { } refusal ? new MailOutcome(refusal) : outcome, source.IsAtEnd);
            }
            catch (MailAbandonedException)
            {
                return [];
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new PeerTimeoutException(e);
            }
        }
    }

    async ValueTask<(MailOutcome Outcome, Exception? Fault)> AskHandlerAsync(
        MailEnvelope envelope, MessageStream content, CancellationToken cancellationToken, CancellationToken lifetime)
    {
        try
        {
            return (await handler.ReceiveAsync(envelope, content, lifetime).ConfigureAwait(false), null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler is not ours: whatever it throws, the client gets a reply. If it was the connection that broke, draining throws.
            return (new MailOutcome(IsFull(e) ? Replies.StorageFull : Replies.HandlerFailed), e);
        }
    }

    // RFC 5321 §4.2.3 has a reply code for that. ENOSPC and EDQUOT, of Linux and of BSD; ERROR_DISK_FULL.
    static bool IsFull(Exception fault) =>
        fault is IOException { HResult: var error } && (OperatingSystem.IsWindows() ? error == unchecked((int)0x80070070) : error is 28 or 122 or 69);

    void Report(MessageStream content, Exception? fault)
    {
        connection.Observe(DialogueSpeaker.Event, $"message: {content.Size} octets");
        if (fault is not null && content.Refusal is null)
            connection.Observe(DialogueSpeaker.Event, $"the handler failed: {fault.Message}");
    }

    // RFC 2033 §4.2, §4.3: a reply for each recipient after the final dot and BDAT LAST, a single one after any other BDAT.
    IEnumerable<SmtpReply> RepliesFor(MailEnvelope envelope, MailOutcome outcome, bool isAtEnd) =>
        options.Protocol == ServerProtocol.Smtp || !isAtEnd ? [outcome.Reply]
        : envelope.Recipients.Select((_, i) => outcome.PerRecipient.ElementAtOrDefault(i) ?? outcome.Reply);
}

/// <summary>
/// The client turned to something else before the content was complete. To the handler this is one more broken connection.
/// </summary>
sealed class MailAbandonedException() : IOException("the client abandoned the mail");
