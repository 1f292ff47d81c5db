namespace Msmtp.Hosting;

/// <summary>A mail as it is handed over, by a command line or by an application: the message, and what is said beside it.</summary>
/// <param name="Message">The message, which stays whoever's it is.</param>
sealed record Submission(Stream Message)
{
    /// <inheritdoc cref="MessageContent.IsEightBit"/>
    public bool IsEightBit { get; init; }

    /// <summary>Begins the form of the message for a server that takes octets beyond 127, anew with each call; null: there is no other form.</summary>
    public Func<ValueTask<Stream>>? EightBitForm { get; init; }

    /// <summary>Reads the recipients that are named beside the message. Called when the header has been read.</summary>
    public required Func<List<string>> Recipients { get; init; }

    /// <summary>Whether the header fields of the message name further recipients.</summary>
    public RecipientSource Source { get; init; } = RecipientSource.RequestOnly;

    /// <summary>
    /// The reverse-path that is asked for, of whom the message itself names as its sender (null: nobody). Null: the account's own.
    /// </summary>
    public Func<string?, string?> Sender { get; init; } = static _ => null;

    /// <summary>The account's name; null: none is named.</summary>
    public string? Account { get; init; }

    /// <summary>The name for a From field that has to be added; null: none is given.</summary>
    public string? FullName { get; init; }

    /// <summary>What one refused recipient means for the others.</summary>
    public PartialRefusal OnRefusal { get; init; } = PartialRefusal.StopsTheMail;
}
