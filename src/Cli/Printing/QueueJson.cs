using System.Text;
using System.Text.Json;

namespace Msmtp.Cli;

/// <summary><c>--queue-list=json</c>: an array with an object for each mail. The names of the fields do not change. Nothing here does I/O.</summary>
#pragma warning disable CA1001 // Neither of the two holds a handle.
sealed class QueueJson : QueueListing
#pragma warning restore CA1001
{
    readonly MemoryStream octets = new();
    readonly Utf8JsonWriter json;

    public QueueJson(Action<string> write) : base(write)
    {
        json = new Utf8JsonWriter(octets, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
    }

    public static string Of(IReadOnlyList<QueuedMail> mails) => TextOf(mails, static write => new QueueJson(write));

    protected override void Append(StringBuilder text, QueuedMail mail)
    {
        Write(json, mail);
        Take(text);
    }

    protected override void AppendEnd(StringBuilder text)
    {
        json.WriteEndArray();
        Take(text);
        text.Append('\n');
    }

    void Take(StringBuilder text)
    {
        json.Flush();
        text.Append(Encoding.UTF8.GetString(octets.GetBuffer().AsSpan(0, (int)octets.Length)));
        octets.SetLength(0);
    }

    // Every mail has every field: what is not known is null.
    static void Write(Utf8JsonWriter json, QueuedMail mail)
    {
        json.WriteStartObject();
        json.WriteString("id", mail.Id);
        json.WriteString("state", StateOf(mail));
        json.WriteString("account", mail.Origin.Account);
        json.WriteString("file", mail.Origin.File);
        json.WriteStartArray("overrides");
        foreach (var command in mail.Origin.Overrides)
            json.WriteStringValue(command);
        json.WriteEndArray();
        json.WriteString("folder", mail.Origin.Folder);
        json.WriteString("from", mail.Envelope.From.Address);
        json.WriteStartArray("recipients");
        foreach (var recipient in mail.Recipients)
            Write(json, recipient);
        json.WriteEndArray();
        json.WriteString("message_id", mail.MessageId);
        json.WriteNumber("size", mail.Size);
        json.WriteString("submitter", mail.Submitter);
        Write(json, "accepted", mail.Accepted);
        Write(json, "next_attempt", mail.NextAttempt);
        Write(json, "last_attempt", mail.LastAttempt);
        json.WriteNumber("attempts", mail.Attempts);
        json.WriteNumber("age", (long)mail.Age.TotalSeconds);
        json.WriteBoolean("may_have_been_delivered", mail.IsUnknown);
        json.WriteString("error", mail.LastFailure?.Message);
        Write(json, mail.LastFailure?.Reply);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, RecipientOutcome recipient)
    {
        json.WriteStartObject();
        json.WriteString("address", recipient.Recipient.Address);
        json.WriteString("outcome", recipient.Outcome switch
        {
            SendOutcome.Sent => "sent",
            SendOutcome.Refused => "refused",
            SendOutcome.Unknown => "unknown",
            _ => "waiting",
        });
        Write(json, recipient.Reply);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, ServerReply? reply) =>
        json.WriteString("reply", reply is null ? null : string.Join('\n', reply.WireLines));

    static void Write(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
            json.WriteString(name, known.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        else
            json.WriteNull(name);
    }

    static string StateOf(QueuedMail mail) => mail switch
    {
        { IsTaken: true } => "active",
        { State: QueuedMailState.Held } => "held",
        { State: QueuedMailState.Dead } => "dead",
        _ => "waiting",
    };
}
