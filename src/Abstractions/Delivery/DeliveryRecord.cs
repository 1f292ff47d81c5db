using System.Globalization;
using System.Text;
using Msmtp.Text;

namespace Msmtp;

/// <summary>One mail that was tried, and what became of it: what goes into a log.</summary>
public sealed record DeliveryRecord
{
    /// <summary>The account that it went by.</summary>
    public required MailAccount Account { get; init; }

    /// <summary>Who sent and who should receive.</summary>
    public required SmtpEnvelope Envelope { get; init; }

    /// <summary>When the outcome was known, on the user's clock: the offset is that of local time.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// The message's own name with its brackets (RFC 5322 §3.6.4): printable characters without blanks. Null: it has none, or one that no
    /// log could be trusted with.
    /// </summary>
    public string? MessageId { get; init; }

    /// <summary>
    /// How long the delivery took, from the moment at which a connection was wanted to that at which the outcome was known; the time in which
    /// a person was asked for a secret is part of it. Zero: nothing was tried.
    /// </summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What became of it: outcome, recipients, failure.</summary>
    public required SendResult Result { get; init; }

    /// <inheritdoc cref="SendResult.Failure"/>
    public DeliveryFailure? Failure => Result.Failure;

    /// <summary>The exit status that a command ends with.</summary>
    public ExitCode ExitCode => Result.IsSuccess ? ExitCode.Ok : Failure?.ExitCode ?? ExitCode.Software;

    /// <summary>msmtp's log line for this mail, without the time in front.</summary>
    public string ToLine()
    {
        var line = new StringBuilder();
        AppendServer(line);
        line.Append(" from=").Append(Value(Envelope.From.Address));
        line.Append(" recipients=").AppendJoin(',', Envelope.To.Select(static path => Value(path.Address)));
        AppendOutcome(line);
        return line.Append(" exitcode=EX_").Append(NameOf(ExitCode)).ToString();
    }

    // The one that nearly every mail ends with is not looked up by reflection, which reads tables that nothing else of a mail needs.
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

    // A value with a quote in it, or with a blank and an equals sign, could pass for another one, or begin one: it stands in quotes like
    // every text of the line.
    static string Value(string text)
    {
        var span = text.AsSpan();
        if (!span.ContainsAnyExceptInRange('!', '~') && !span.ContainsAny('\'', '"'))
            return text;
        return span.ContainsAny('\'', '"') || span.Contains('=') && text.Any(char.IsWhiteSpace) ? $"'{Quotable(text)}'" : PrintableText.Text(text);
    }

    // A quote would end the value, a control character the line: nobody must write values or lines of his own.
    static string Quotable(string text) => PrintableText.Text(text).Replace('\'', '?');
}
