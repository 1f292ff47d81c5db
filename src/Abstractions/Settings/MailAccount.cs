namespace Msmtp;

/// <summary>An account: one server, and how to send through it.</summary>
/// <param name="Settings">What is set for it.</param>
public sealed record MailAccount(AccountSettings Settings)
{
    /// <summary>Its name in msmtprc; null: it was put together on the command line, from the environment or by an application.</summary>
    public string? Name { get; init; }

    /// <summary>The file that defines it; null: none does.</summary>
    public string? File { get; init; }

    /// <summary>What errors call it: <c>account NAME from FILE</c>; null where no file defines it.</summary>
    public string? Title => File is null ? null : $"account {Name} from {File}";
}
