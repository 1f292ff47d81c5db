using System.Net;
using System.Text.Json;
using Msmtp;

namespace Transport.Http;

/// <summary>What the API's answer means.</summary>
static class ApiAnswer
{
    static readonly ServerReply Taken = new(250, null, ["ok"]);
    static readonly ServerReply Rejected = new(550, null, ["refused"]);
    static readonly DeliveryFailure Failure = new(ExitCode.DataErr, DeliveryStage.Rcpt, "recipient address not accepted by the server");

    public static async Task<DeliveryReport> ReadAsync(OutgoingMail mail, HttpResponseMessage response, long size)
    {
        var text = await response.Content.ReadAsStringAsync(CancellationToken.None).ConfigureAwait(false);
        if (response.StatusCode is not HttpStatusCode.OK and not HttpStatusCode.UnprocessableEntity)
            throw Refused(response.StatusCode);
        var accepted = Accepted(text, mail.Envelope.To.Count);
        var results = mail.Envelope.To.Select((to, i) => new RecipientResult(to, accepted[i] ? Taken : Rejected));
        return new DeliveryReport([.. results])
        {
            FinalReply = response.StatusCode == HttpStatusCode.OK ? Taken : null,
            MessageSize = size,
            Failure = accepted.All(static yes => yes) ? null : Failure,
        };
    }

    static IReadOnlyList<bool> Accepted(string text, int count)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var accepted = json.RootElement.GetProperty("accepted").EnumerateArray().Select(static each => each.GetBoolean()).ToList();
            return accepted.Count == count ? accepted : throw Odd(null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Odd(e);
        }
    }

    static MailException Refused(HttpStatusCode status)
    {
        var exitCode = (int)status switch
        {
            429 or >= 500 => ExitCode.TempFail,
            401 or 403 => ExitCode.NoPerm,
            _ => ExitCode.Unavailable,
        };
        return new MailException(exitCode, DeliveryStage.EndOfData, $"the server did not accept the mail: HTTP status {(int)status}");
    }

    // It answered 200 or 422, but not what it did: the outcome is unknown.
    static MailException Odd(Exception? e) => new(
        new DeliveryFailure(ExitCode.Protocol, DeliveryStage.EndOfData, "the server's answer is malformed") { MayHaveBeenDelivered = true },
        e);
}
