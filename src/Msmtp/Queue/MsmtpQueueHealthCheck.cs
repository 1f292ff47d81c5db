using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Msmtp.Hosting;

namespace Msmtp;

/// <summary>
/// Whether mails stay in a queue: degraded if one was given up, or has been waiting for too long. Reads the queue, and connects to nobody. Add it
/// with <c>services.AddHealthChecks().AddCheck&lt;MsmtpQueueHealthCheck&gt;("mail queue")</c>.
/// </summary>
/// <param name="mailer">The application's mailer.</param>
/// <param name="services">Provides the clock.</param>
public sealed class MsmtpQueueHealthCheck(IMailer mailer, IServiceProvider services) : IHealthCheck
{
    readonly TimeProvider time = services.GetService<TimeProvider>() ?? TimeProvider.System;

    /// <summary>The account whose queue is looked at; null: the default one.</summary>
    public string? Account { get; init; }

    /// <summary>How long a mail may wait.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var queue = await mailer.OpenQueueAsync(Account, cancellationToken).ConfigureAwait(false);
            return Judge(await queue.ListAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (MailException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message);
        }
    }

    HealthCheckResult Judge(IReadOnlyList<QueuedMail> mails)
    {
        var waiting = mails.Where(static mail => mail.State != QueuedMailState.Dead).ToList();
        var dead = mails.Count - waiting.Count;
        var age = waiting.Count == 0 ? TimeSpan.Zero : time.GetUtcNow() - waiting.Min(static mail => mail.Accepted);
        var facts = new Dictionary<string, object>
        {
            ["waiting"] = waiting.Count(static mail => mail.State == QueuedMailState.Waiting),
            ["held"] = waiting.Count(static mail => mail.State == QueuedMailState.Held),
            ["dead"] = dead,
            ["oldest"] = age,
        };
        var text = string.Create(CultureInfo.InvariantCulture, $"{waiting.Count} mails wait, the oldest for {age.TotalMinutes:0} minutes; {dead} were given up");
        return dead > 0 || age > Patience ? HealthCheckResult.Degraded(text, data: facts) : HealthCheckResult.Healthy(text, facts);
    }
}
