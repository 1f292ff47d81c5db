namespace Msmtp.Hosting;

/// <summary>Which account is wanted, what for, and what is changed in it.</summary>
sealed record AccountRequest
{
    /// <summary>The account that was named; null: none.</summary>
    public string? Name { get; init; }

    /// <summary>The account that is used where none is named and none has the sender's address.</summary>
    public string DefaultName { get; init; } = "default";

    /// <summary>The reverse-path that was given, which can also select the account; null: none.</summary>
    public string? Sender { get; init; }

    /// <summary>The sender that the mail itself names, for %F; null: there is no mail, or it names none.</summary>
    public string? MailSender { get; init; }

    /// <summary>Settings that override the account's.</summary>
    public AccountSettings Overrides { get; init; } = AccountSettings.Empty;

    /// <summary>Settings that override those of every account: of those, too, that take its place.</summary>
    public AccountSettings CommonOverrides { get; init; } = AccountSettings.Empty;

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
