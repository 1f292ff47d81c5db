using Msmtp.Hosting;

namespace Msmtp;

/// <summary>How an application sends mail. The section <c>Msmtp</c> of its configuration has the same names.</summary>
public sealed class MsmtpOptions
{
    /// <summary>
    /// A msmtprc file whose accounts can be used too; null: none. Accounts of the same name in <see cref="Accounts"/> hide its.
    /// </summary>
    public string? ConfigurationFile { get; set; }

    /// <summary>
    /// The accounts: for each name the commands of msmtprc and their arguments, as in <c>["default"]["host"] =
    /// "mail.example.org"</c>.
    /// </summary>
    public IDictionary<string, IDictionary<string, string>> Accounts { get; } = new Dictionary<string, IDictionary<string, string>>();

    /// <summary>The account for mails that name none; null: the one called <c>default</c>.</summary>
    public string? DefaultAccount { get; set; }

    /// <summary>How connections are kept.</summary>
    public ConnectionPoolOptions ConnectionPool { get; set; } = new();

    /// <summary>
    /// Whether a host that starts stops with an error where the first mail would fail with one. Nothing is connected for it.
    /// </summary>
    public bool ValidateOnStart { get; set; } = true;

    internal void ApplyTo(MailerBuilder builder)
    {
        if (ConfigurationFile is { Length: > 0 } file)
            builder.UseConfiguration(file);
        if (DefaultAccount is { Length: > 0 } name)
            builder.UseDefaultAccount(name);
        foreach (var (account, commands) in Accounts)
            builder.AddAccount(account, commands);
        builder.UseConnectionPool(ConnectionPool);
    }
}
