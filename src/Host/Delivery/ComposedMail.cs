namespace Msmtp.Hosting;

/// <summary>A mail as it is composed: nothing of it changes any more but the form in which a server gets its message.</summary>
/// <param name="Mail">The mail, in the form that every server takes if it has one.</param>
sealed record ComposedMail(OutgoingMail Mail)
{
    /// <summary>
    /// Makes the form of the message for a server that takes octets beyond 127 (RFC 6152); null: there is no other form. Each call makes it
    /// anew, and ends what was made before.
    /// </summary>
    public ContentForm? EightBitForm { get; init; }

    /// <summary>
    /// Why it may not go out, a <see cref="MailException"/> or a cancellation; null: it may. It goes on to the delivery, which sends nothing of
    /// it, so that there is one way to a log.
    /// </summary>
    public Exception? Stopped { get; init; }

    /// <summary>The mail in the form for a server that takes octets beyond 127, if it has one.</summary>
    public async ValueTask<OutgoingMail> InEightBitFormAsync(CancellationToken cancellationToken) =>
        EightBitForm is { } form ? Mail with { Content = await form(cancellationToken).ConfigureAwait(false) } : Mail;
}

/// <summary>Makes a form of a mail's content.</summary>
delegate ValueTask<MessageContent> ContentForm(CancellationToken cancellationToken);
