using Microsoft.Extensions.DependencyInjection;
using Msmtp.Hosting;

namespace Msmtp;

/// <summary>msmtp in an application's container.</summary>
public static class MsmtpServiceCollectionExtensions
{
    /// <summary>Adds an <see cref="IMailer"/> with the default plugins, one for the whole application.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="configure">Names the accounts, a msmtprc file, further plugins. Called once, with the first mailer asked for.</param>
    public static IServiceCollection AddMsmtp(this IServiceCollection services, Action<MailerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddSingleton(provider =>
        {
            var builder = new MailerBuilder().UseServices(provider);
            foreach (var plugin in DefaultPlugins.All)
                builder.AddPlugin(plugin);
            configure(builder);
            return builder.Build();
        });
    }
}
