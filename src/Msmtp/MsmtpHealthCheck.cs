using Microsoft.Extensions.Diagnostics.HealthChecks;
using Msmtp.Hosting;

namespace Msmtp;

/// <summary>
/// Whether mail could be sent now: takes a connection that is kept, or connects, encrypts and authenticates. Sends nothing. Add it with
/// <c>services.AddHealthChecks().AddCheck&lt;MsmtpHealthCheck&gt;("mail")</c>.
/// </summary>
/// <param name="mailer">The application's mailer.</param>
public sealed class MsmtpHealthCheck(IMailer mailer) : IHealthCheck
{
    const string NotAsked = "the account can be used; its transport does not contact the server before there is a mail";

    /// <summary>The account to look at; null: the default one.</summary>
    public string? Account { get; init; }

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var wasAsked = await mailer.ProbeAsync(Account, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy(wasAsked ? null : NotAsked);
        }
        catch (MailException e)
        {
            var facts = new Dictionary<string, object> { ["stage"] = e.Stage.ToString() };
            if (e.Reply is { } reply)
                facts["reply"] = reply.Code;
            if (e.Advice is { } advice)
                facts["hint"] = advice;
            return new HealthCheckResult(context.Registration.FailureStatus, Description(e), data: facts);
        }
    }

    // Most pages and logs of health show the description alone.
    static string Description(MailException e) => e.Advice is { } advice ? $"{e.Message}; hint: {advice}" : e.Message;
}
