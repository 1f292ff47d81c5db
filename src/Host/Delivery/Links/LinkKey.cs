namespace Msmtp.Hosting;

/// <summary>Two mails may share a link if everything that it was opened with is the same; who sends is said anew for each mail.</summary>
sealed record LinkKey
{
    public LinkKey(string transport, Account account)
    {
        Transport = transport;
        Account = account.Name;
        Settings = account.Settings.With(CommonSettings.From, null);
    }

    public string Transport { get; }

    public string? Account { get; }

    public Settings Settings { get; }
}
