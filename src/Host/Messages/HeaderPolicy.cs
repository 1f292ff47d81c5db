namespace Msmtp.Hosting;

/// <summary>What <see cref="HeaderRules"/> has to know of a mail besides its header.</summary>
sealed record HeaderPolicy
{
    public HeaderPolicy()
    {
    }

    /// <summary>Takes what the settings of an account say.</summary>
    public HeaderPolicy(AccountSettings settings)
    {
        From = settings.Get(MessageSettings.SetFrom);
        AddsDate = settings.Get(MessageSettings.SetDate);
        AddsMessageId = settings.Get(MessageSettings.SetMessageId);
        RemovesBcc = settings.Get(MessageSettings.RemoveBcc);
        To = settings.Get(MessageSettings.SetTo);
    }

    public FromHandling From { get; init; }

    public bool AddsDate { get; init; } = true;

    public bool AddsMessageId { get; init; } = true;

    public bool RemovesBcc { get; init; } = true;

    public ToHandling To { get; init; }

    /// <summary>Whom the envelope names; for a To field that is made from it.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>The sender as it was given, which in the envelope may have become the null reverse-path.</summary>
    public required string Sender
    {
        get;
        init => field = CommandText.Checked(value, nameof(Sender));
    }

    /// <summary>Whom the header may name as the sender.</summary>
    public string Author => NullSender.Is(Sender) ? NullSender.Mailbox(Host) : Sender;

    /// <summary>The machine's name, as a domain: not every machine has one that could stand in an address.</summary>
    public string Host => HostName() is var name && HeaderText.IsDomain(name) ? name : "localhost";

    /// <summary>The name in a From field that is added; null: the address stands alone.</summary>
    /// <exception cref="MailException">It holds CR, LF or NUL, which would make header fields of its own.</exception>
    public string? FullName
    {
        get;
        init => field = CommandText.IsSafe(value) ? value : throw Unusable();
    }

    /// <summary>The machine's own name. Asked when the sender has no domain.</summary>
    public required Func<string> HostName { get; init; }

    /// <summary>The clock, and the local time zone.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// What nobody else has, for a Message-ID. It comes without OpenSSL, whose
    /// start makes a mail in the clear half as dear again.
    /// </summary>
    public Func<Guid> UniqueId { get; init; } = UniqueNumber.New;

    static MailException Unusable() =>
        new(ExitCode.Usage, DeliveryStage.Configure, "the full name (-F, from_full_name) must not contain line breaks or NUL characters");
}

/// <summary>Nobody, to whom nothing bounces (RFC 5321 §4.5.5), and who all the same has to be called something in a header.</summary>
static class NullSender
{
    /// <summary>What mail systems call themselves when they bounce.</summary>
    const string Name = "MAILER-DAEMON";

    /// <summary>Whether the sender stands for the null reverse-path.</summary>
    public static bool Is(string sender) => sender is "" or "<>" || sender.Equals(Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The mailbox that a header field may name. RFC 5322 §3.6.2: From has one, whatever the envelope says.</summary>
    public static string Mailbox(string host) => $"{Name}@{host}";
}
