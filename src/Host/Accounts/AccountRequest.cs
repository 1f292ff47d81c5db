namespace Msmtp.Hosting;

/// <summary>What decides which account is used, and what of it is changed.</summary>
sealed record AccountRequest
{
    /// <summary>The account that was named; null: none.</summary>
    public string? Name { get; init; }

    /// <summary>The account for those who neither name one nor are known as its sender.</summary>
    public string DefaultName { get; init; } = "default";

    /// <summary>The reverse-path that was given, which also chooses; null: none.</summary>
    public string? Sender { get; init; }

    /// <summary>Whom the mail itself names as its sender, for %F; null: there is no mail, or it names nobody.</summary>
    public string? MailSender { get; init; }

    /// <summary>Settings laid over the account's.</summary>
    public AccountSettings Overrides { get; init; } = AccountSettings.Empty;

    /// <summary>What the account is wanted for. Only for mail does the environment have to name a sender.</summary>
    public AccountUse Use { get; init; } = AccountUse.Send;
}
