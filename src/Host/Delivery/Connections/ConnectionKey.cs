namespace Msmtp.Hosting;

/// <summary>Two mails may share a connection if everything that it was opened with is the same; who sends is said anew for each mail.</summary>
sealed record ConnectionKey
{
    public ConnectionKey(string transport, MailAccount account)
    {
        Transport = transport;
        Account = account.Name;
        Settings = account.Settings.With(CommonSettings.From, null);
    }

    public string Transport { get; }

    public string? Account { get; }

    public AccountSettings Settings { get; }
}
