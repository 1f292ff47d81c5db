namespace Msmtp.Hosting;

/// <summary>A mail as a command line or an application submits it: the message, and what was specified besides.</summary>
/// <param name="Message">The message; its owner disposes it.</param>
sealed record Submission(Stream Message)
{
    /// <inheritdoc cref="MessageContent.IsEightBit"/>
    public bool IsEightBit { get; init; }

    /// <summary>The size of the message in octets; null: it is not known yet.</summary>
    public long? Size { get; init; }

    /// <summary>
    /// Opens the form of the message for a server that accepts 8-bit octets (RFC 6152), each call from its beginning. Null: there is only
    /// one form.
    /// </summary>
    public StreamOpener? EightBitForm { get; init; }

    /// <summary>
    /// Reads the recipients that were named outside the message. Called once, after the header has been read and the sender is known.
    /// Throws <see cref="MailException"/> if one cannot be read.
    /// </summary>
    public required Func<List<string>> Recipients { get; init; }

    /// <summary>Whether the header fields of the message name further recipients.</summary>
    public RecipientSource Source { get; init; } = RecipientSource.RequestOnly;

    /// <summary>
    /// Chooses the reverse-path. The argument is the sender that the message's own header names; null: it names none. If the result is
    /// null, the account's own is used.
    /// </summary>
    public Func<string?, string?> Sender { get; init; } = static _ => null;

    /// <summary>The account's name; null: none is named.</summary>
    public string? Account { get; init; }

    /// <summary>The name for a From field, if one has to be added; null: none is given.</summary>
    public string? FullName { get; init; }

    /// <summary>The notifications that its sender asks for; null: those of the account.</summary>
    public NotificationRequests? Notifications { get; init; }

    /// <summary>What one refused recipient means for the others.</summary>
    public PartialRefusal OnRefusal { get; init; } = PartialRefusal.Abort;

    /// <summary>What was specified for the case that the mail is queued.</summary>
    public QueueOrder Queue { get; init; } = QueueOrder.None;
}

/// <summary>Opens a form of a message, from its beginning.</summary>
delegate ValueTask<Stream> StreamOpener();
