using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Msmtp.Hosting;

namespace Msmtp;

/// <summary>Looks for mistakes when the application starts, not when it has something to send.</summary>
sealed class StartupValidation(IMailer mailer, IOptions<MsmtpOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.ValidateOnStart)
            await mailer.ValidateAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
