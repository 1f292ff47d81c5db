namespace Msmtp.Hosting;

/// <summary>What is known of a mail besides its account and its message.</summary>
/// <param name="Recipients">The addresses and local names, at least one.</param>
sealed record MailFacts(IReadOnlyList<string> Recipients)
{
    /// <summary>The name for a From field that has to be added; null: that of the account, if it has one.</summary>
    public string? FullName { get; init; }

    /// <summary>What one refused recipient means for the others.</summary>
    public PartialRefusal OnRefusal { get; init; }

    /// <summary>Makes the form of the message for a server that takes octets beyond 127; null: there is no other.</summary>
    public MessageForm? EightBitForm { get; init; }

    /// <summary>The machine's own name.</summary>
    public required Func<string> HostName { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>Makes a form of a message.</summary>
delegate ValueTask<IncomingMessage> MessageForm(CancellationToken cancellationToken);
