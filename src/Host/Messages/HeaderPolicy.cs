namespace Msmtp.Hosting;

/// <summary>What <see cref="HeaderRules"/> needs to know about a mail besides its header.</summary>
sealed record HeaderPolicy
{
    public HeaderPolicy()
    {
    }

    /// <summary>Takes the settings of an account.</summary>
    public HeaderPolicy(AccountSettings settings)
    {
        From = settings.Get(MessageSettings.SetFrom);
        AddsDate = settings.Get(MessageSettings.SetDate);
        AddsMessageId = settings.Get(MessageSettings.SetMessageId);
        RemovesBcc = settings.Get(MessageSettings.RemoveBcc);
        To = settings.Get(MessageSettings.SetTo);
        SenderField = settings.Get(MessageSettings.SetSender);
        KeepsName = settings.Get(MessageSettings.KeepFromName);
    }

    public FieldHandling From { get; init; }

    /// <summary>A From field that takes the place of another keeps the name of its author.</summary>
    public bool KeepsName { get; init; }

    /// <summary>Who writes the Sender field.</summary>
    public FieldHandling SenderField { get; init; } = FieldHandling.Off;

    /// <summary>The domain for names without one in address fields; null: they stay as they are.</summary>
    public string? LocalDomain { get; init; }

    public bool AddsDate { get; init; } = true;

    public bool AddsMessageId { get; init; } = true;

    public bool RemovesBcc { get; init; } = true;

    public ToHandling To { get; init; }

    /// <summary>The envelope's recipients, for a To field that is made from it.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>The sender as given, which may be the null reverse-path in the envelope.</summary>
    public required string Sender
    {
        get;
        init => field = CommandText.Checked(value, nameof(Sender));
    }

    /// <summary>The sender to be named in the header.</summary>
    public string Author => NullSender.Is(Sender) ? NullSender.Mailbox(Host) : Sender;

    /// <summary>The machine's name as a domain: not every machine has a name that is valid in an address.</summary>
    public string Host => HostName() is var name && HeaderText.IsDomain(name) ? name : "localhost";

    /// <summary>The name in a From field that is added; null: only the address.</summary>
    /// <exception cref="MailException">It contains CR, LF or NUL, which could add header fields.</exception>
    public string? FullName
    {
        get;
        init => field = CommandText.IsSafe(value) ? value : throw Unusable();
    }

    /// <summary>The machine's own name. Only used if the sender has no domain.</summary>
    public required Func<string> HostName { get; init; }

    /// <summary>The clock, and the local time zone.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Creates a unique number for a Message-ID. Without OpenSSL, whose initialization adds half to the cost of an unencrypted mail.
    /// </summary>
    public Func<Guid> UniqueId { get; init; } = UniqueNumber.New;

    static MailException Unusable() =>
        new(ExitCode.Usage, DeliveryStage.Configure, "the full name (-F, from_full_name) must not contain line breaks or NUL characters");
}

/// <summary>The null sender, to which nothing bounces (RFC 5321 §4.5.5), but which still needs a name in a header.</summary>
static class NullSender
{
    /// <summary>The name that mail systems use in bounces.</summary>
    const string Name = "MAILER-DAEMON";

    /// <summary>Whether the sender means the null reverse-path.</summary>
    public static bool Is(string sender) => sender is "" or "<>" || sender.Equals(Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The mailbox for a header field. RFC 5322 §3.6.2: From has one, whatever the envelope says.</summary>
    public static string Mailbox(string host) => $"{Name}@{host}";
}
