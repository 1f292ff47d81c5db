namespace Msmtp.Hosting;

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
