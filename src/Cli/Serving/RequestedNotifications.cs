using System.Globalization;
using System.Text;
using Msmtp.Hosting;
using Msmtp.Server;

namespace Msmtp.Cli;

/// <summary>Reads what the client of a session asks for in the way of notifications (RFC 3461), as the server has checked it. Nothing here does I/O.</summary>
static class RequestedNotifications
{
    /// <summary>What is asked for; null: nothing.</summary>
    public static NotificationRequests? Of(MailEnvelope envelope)
    {
        var (ret, id) = (Value(envelope.Parameters, "RET"), Value(envelope.Parameters, "ENVID"));
        Dictionary<string, RecipientRequest>? recipients = null;
        foreach (var recipient in envelope.Recipients)
            if (Of(recipient) is { } request)
                (recipients ??= [])[recipient.Address] = request;
        if (ret is null && id is null && recipients is null)
            return null;
        return new NotificationRequests
        {
            Return = ret is null ? null : Is(ret, "FULL") ? DsnReturn.Full : DsnReturn.Headers,
            EnvelopeId = id,
            Recipients = recipients ?? [],
        };
    }

    static RecipientRequest? Of(MailRecipient recipient)
    {
        var (notify, original) = (Value(recipient.Parameters, "NOTIFY"), Value(recipient.Parameters, "ORCPT"));
        return notify is null && original is null ? null : new RecipientRequest(notify is null ? null : Conditions(notify), Ascii(original));
    }

    static DsnNotify Conditions(string value)
    {
        var conditions = DsnNotify.Never;
        foreach (var word in value.Split(','))
            conditions |= Is(word, "SUCCESS") ? DsnNotify.Success : Is(word, "FAILURE") ? DsnNotify.Failure : Is(word, "DELAY") ? DsnNotify.Delay : DsnNotify.Never;
        return conditions;
    }

    // RFC 6533 §3: the form that needs no SMTPUTF8. What becomes too long by that is left out.
    static string? Ascii(string? original)
    {
        if (original is null)
            return null;
        var text = new StringBuilder();
        foreach (var rune in original.EnumerateRunes())
        {
            if (rune.IsAscii)
                text.Append((char)rune.Value);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\x{{{rune.Value:X2}}}");
        }
        return ForwardPath.IsOriginal(text.ToString()) ? text.ToString() : null;
    }

    static bool Is(string value, string word) => value.Equals(word, StringComparison.OrdinalIgnoreCase);

    static string? Value(IReadOnlyList<MailParameter> parameters, string keyword)
    {
        foreach (var parameter in parameters)
            if (parameter.Keyword == keyword)
                return parameter.Value;
        return null;
    }
}
