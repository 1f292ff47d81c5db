using System.Globalization;
using System.Text;
using Msmtp.Text;

namespace Msmtp;

/// <summary>One mail and what became of it, for logs.</summary>
public sealed record DeliveryRecord
{
    /// <summary>The account it was sent with.</summary>
    public required MailAccount Account { get; init; }

    /// <summary>The sender and the recipients.</summary>
    public required SmtpEnvelope Envelope { get; init; }

    /// <summary>When the outcome was known, with the offset of local time.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// The Message-ID with its brackets (RFC 5322 §3.6.4), printable and without blanks. Null if the message has none, or one that is not safe
    /// to log.
    /// </summary>
    public string? MessageId { get; init; }

    /// <summary>
    /// How long the delivery took, from when a connection was wanted until the outcome was known, including the time in which a person was
    /// asked for a secret. Zero if nothing was attempted.
    /// </summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Its name in the queue that has it, or from which it was sent; null: it has never been in one.</summary>
    public string? QueueId { get; init; }

    /// <summary>An earlier attempt may have delivered it already, and was not answered: this one may have delivered it twice.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>The result: outcome, recipients, failure.</summary>
    public required SendResult Result { get; init; }

    /// <inheritdoc cref="SendResult.Failure"/>
    public DeliveryFailure? Failure => Result.Failure;

    /// <summary>The exit status of the command.</summary>
    public ExitCode ExitCode => Result.IsSuccess ? ExitCode.Ok : Failure?.ExitCode ?? ExitCode.Software;

    /// <summary>Returns msmtp's log line for this mail, without the time at the beginning.</summary>
    public string ToLine()
    {
        var line = new StringBuilder();
        AppendServer(line);
        line.Append(" from=").Append(Value(Envelope.From.Address));
        line.Append(" recipients=").AppendJoin(',', Envelope.To.Select(static path => Value(path.Address)));
        AppendOutcome(line);
        if (QueueId is not null)
            line.Append(" queued=").Append(QueueId);
        if (IsRepeated)
            line.Append(" note='may be delivered twice'");
        return line.Append(" exitcode=EX_").Append(NameOf(ExitCode)).ToString();
    }

    // The usual one is not looked up by reflection, which reads tables that nothing else needs for a mail.
    static string NameOf(ExitCode exitCode) => exitCode == ExitCode.Ok ? "OK" : exitCode.ToString().ToUpperInvariant();

    void AppendServer(StringBuilder line)
    {
        var settings = Account.Settings;
        var host = settings.Get(CommonSettings.Host);
        if ((host ?? settings.Get(CommonSettings.Socket)) is { } server)
            line.Append(host is null ? "socket=" : "host=").Append(Value(server)).Append(' ');
        line.Append("tls=").Append(OnOff(settings.Get(CommonSettings.Tls)));
        var usesAuth = settings.Get(CommonSettings.Auth) != AuthChoice.Off;
        line.Append(" auth=").Append(OnOff(usesAuth));
        if (usesAuth && settings.Get(CommonSettings.User) is { } user)
            line.Append(" user=").Append(Value(user));
    }

    void AppendOutcome(StringBuilder line)
    {
        if (Failure is null)
            line.Append(CultureInfo.InvariantCulture, $" mailsize={Result.MessageSize}");
        if ((Failure is null ? Result.FinalReply : Failure.Reply) is { } reply)
        {
            var message = string.Join("\\n", reply.WireLines.Select(Quotable));
            line.Append(CultureInfo.InvariantCulture, $" smtpstatus={reply.Code} smtpmsg='{message}'");
        }
        if (Failure is not null)
            line.Append(" errormsg='").Append(Quotable(Failure.Message)).Append('\'');
    }

    static string OnOff(bool value) => value ? "on" : "off";

    // A value with a quote, or with a blank and an equals sign, could be mistaken for another one or for two: it is quoted like the other
    // texts of the line.
    static string Value(string text)
    {
        var span = text.AsSpan();
        if (!span.ContainsAnyExceptInRange('!', '~') && !span.ContainsAny('\'', '"'))
            return text;
        return span.ContainsAny('\'', '"') || span.Contains('=') && text.Any(char.IsWhiteSpace) ? $"'{Quotable(text)}'" : PrintableText.Text(text);
    }

    // A quote would end the value, a control character the line: nothing from outside may add values or lines.
    static string Quotable(string text) => PrintableText.Text(text).Replace('\'', '?');
}
