using MimeKit;
using Msmtp.Hosting;

namespace Msmtp.WebApp;

/// <summary>Sends a message, and answers with the outcome.</summary>
static class Messages
{
    public static async Task<IResult> SendAsync(NewMessage message, IMailer mailer, CancellationToken cancellationToken)
    {
        using var mail = message.ToMime();
        var result = await mailer.TrySendAsync(MailerMessages.Request(mail) with { OnRefusal = PartialRefusal.Continue }, cancellationToken);
        // The reason for a failure is for the operator, who finds it in the log; clients only get the outcome.
        var recipients = result.Recipients.Select(static each => new { address = each.Recipient.Address, outcome = each.Outcome.ToString() });
        return Results.Json(new { outcome = result.Outcome.ToString(), recipients }, statusCode: StatusFor(result.Outcome));
    }

    // After a 503 a client may try again. After a 504 the mail might then arrive twice.
    static int StatusFor(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Sent => StatusCodes.Status200OK,
        SendOutcome.PartlySent => StatusCodes.Status207MultiStatus,
        SendOutcome.Queued => StatusCodes.Status202Accepted,
        SendOutcome.Refused => StatusCodes.Status422UnprocessableEntity,
        SendOutcome.Deferred => StatusCodes.Status503ServiceUnavailable,
        SendOutcome.Unknown => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}

/// <summary>A message to send.</summary>
/// <param name="To">The recipients' addresses.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The text.</param>
sealed record NewMessage(IReadOnlyList<string> To, string Subject, string Text)
{
    public MimeMessage ToMime()
    {
        var mail = new MimeMessage { Subject = Subject, Body = new TextPart("plain") { Text = Text } };
        mail.To.AddRange(To.Select(static address => MailboxAddress.Parse(address)));
        return mail;
    }
}
