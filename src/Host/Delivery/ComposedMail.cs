namespace Msmtp.Hosting;

/// <summary>A mail that is complete: only the form of its message may still depend on the server.</summary>
/// <param name="Mail">The mail, in the form that every server accepts, if it has one.</param>
sealed record ComposedMail(OutgoingMail Mail)
{
    /// <summary>
    /// Makes the form of the message for a server that accepts 8-bit octets (RFC 6152); null: there is no other form. Each call makes it
    /// again, and ends the one made before.
    /// </summary>
    public ContentForm? EightBitForm { get; init; }

    /// <summary>
    /// Why it must not be sent, a <see cref="MailException"/> or a cancellation; null: it may be. It is still passed to the delivery, which
    /// sends nothing, so that every mail is logged in the same way.
    /// </summary>
    public Exception? Stopped { get; init; }

    /// <summary>The mail in the form for a server that accepts 8-bit octets, if it has one.</summary>
    public async ValueTask<OutgoingMail> InEightBitFormAsync(CancellationToken cancellationToken) =>
        EightBitForm is { } form ? Mail with { Content = await form(cancellationToken).ConfigureAwait(false) } : Mail;
}

/// <summary>Makes a form of a mail's content.</summary>
delegate ValueTask<MessageContent> ContentForm(CancellationToken cancellationToken);
