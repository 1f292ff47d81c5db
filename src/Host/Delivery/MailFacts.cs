namespace Msmtp.Hosting;

/// <summary>What is known about a mail besides its account and its message.</summary>
/// <param name="Recipients">Addresses and local names, at least one.</param>
sealed record MailFacts(IReadOnlyList<string> Recipients)
{
    /// <summary>The name for a From field, if one has to be added; null: the account's, if it has one.</summary>
    public string? FullName { get; init; }

    /// <summary>The notifications that its sender asks for; null: those of the account.</summary>
    public NotificationRequests? Notifications { get; init; }

    /// <summary>What one refused recipient means for the others.</summary>
    public PartialRefusal OnRefusal { get; init; }

    /// <summary>Makes the form of the message for a server that accepts 8-bit octets; null: there is no other.</summary>
    public MessageForm? EightBitForm { get; init; }

    /// <summary>The machine's own name.</summary>
    public required Func<string> HostName { get; init; }

    /// <summary>Whether a domain is a name of this machine.</summary>
    public Func<string, bool> IsThisHost { get; init; } = static _ => false;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>Makes a form of a message.</summary>
delegate ValueTask<IncomingMessage> MessageForm(CancellationToken cancellationToken);
