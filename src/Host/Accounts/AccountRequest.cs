namespace Msmtp.Hosting;

/// <summary>What decides which account is used, and what of it is changed.</summary>
sealed record AccountRequest
{
    /// <summary>The account that was named; null: none.</summary>
    public string? Name { get; init; }

    /// <summary>The account that is used where none is named and none has the sender's address.</summary>
    public string DefaultName { get; init; } = "default";

    /// <summary>The reverse-path that was given, which also chooses; null: none.</summary>
    public string? Sender { get; init; }

    /// <summary>Whom the mail itself names as its sender, for %F; null: there is no mail, or it names nobody.</summary>
    public string? MailSender { get; init; }

    /// <summary>Settings laid over the account's.</summary>
    public AccountSettings Overrides { get; init; } = AccountSettings.Empty;

    /// <summary>What the account is wanted for. Only for a mail does the environment have to name a sender.</summary>
    public AccountPurpose Purpose { get; init; } = AccountPurpose.Send;
}

/// <summary>What an account is wanted for.</summary>
enum AccountPurpose
{
    /// <summary>To send a mail, which needs a reverse-path.</summary>
    Send,

    /// <summary>To ask the server something else.</summary>
    Ask,

    /// <summary>To show its settings, and nothing else.</summary>
    Show,
}
