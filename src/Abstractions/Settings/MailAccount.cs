namespace Msmtp;

/// <summary>An account: one server, and how to send through it.</summary>
/// <param name="Settings">Its settings.</param>
public sealed record MailAccount(AccountSettings Settings)
{
    /// <summary>Its name in msmtprc; null if it comes from the command line, the environment or an application.</summary>
    public string? Name { get; init; }

    /// <summary>The file that defines it; null if none does.</summary>
    public string? File { get; init; }

    /// <summary>Its name in error messages, <c>account NAME from FILE</c>; null if no file defines it.</summary>
    public string? Title => File is null ? null : $"account {Name} from {File}";
}
