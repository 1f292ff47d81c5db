using System.Text.Json;
using Msmtp;

namespace Log.Json;

/// <summary>A record as JSON. Of the account only the name and host are written, so never a secret.</summary>
static class JsonRecord
{
    public static ReadOnlySpan<byte> Write(DeliveryRecord record)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, record);
        return buffer.WrittenSpan;
    }

    static void Write(Utf8JsonWriter json, DeliveryRecord record)
    {
        json.WriteStartObject();
        json.WriteString("time", record.Time);
        json.WriteString("messageId", record.MessageId);
        json.WriteNumber("milliseconds", (long)record.Duration.TotalMilliseconds);
        json.WriteString("account", record.Account.Name);
        json.WriteString("host", record.Account.Settings.Get(CommonSettings.Host));
        json.WriteString("from", record.Envelope.From.Address);
        json.WriteStartArray("to");
        foreach (var to in record.Envelope.To)
            json.WriteStringValue(to.Address);
        json.WriteEndArray();
        json.WriteNumber("exitCode", (int)record.ExitCode);
        json.WriteString("outcome", record.Result.Outcome.ToString());
        json.WriteNumber("size", record.Result.MessageSize);
        json.WriteString("tls", record.Result.Session?.TlsProtocol?.ToString());
        json.WriteString("mechanism", record.Result.Session?.Authentication?.Mechanism);
        if (record.Failure is { } failure)
        {
            json.WriteString("stage", failure.Stage.ToString());
            json.WriteString("error", failure.Message);
            json.WriteBoolean("mayHaveBeenDelivered", failure.MayHaveBeenDelivered);
        }
        if ((record.Failure is null ? record.Result.FinalReply : record.Failure.Reply) is { } reply)
            json.WriteString("reply", reply.ToString());
        json.WriteEndObject();
    }
}
