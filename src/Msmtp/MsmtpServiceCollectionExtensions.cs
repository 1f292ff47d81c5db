using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Msmtp.Hosting;

namespace Msmtp;

/// <summary>msmtp in an application's container.</summary>
public static class MsmtpServiceCollectionExtensions
{
    /// <summary>
    /// Adds an <see cref="IMailer"/> with the default plugins, one for the whole application, as <see cref="MsmtpOptions"/> have it:
    /// those of
    /// the section <c>Msmtp</c> of the application's configuration, if there is one, and whatever else configures them. Clock, log and
    /// measurements are the container's. A host that starts reads and checks it all.
    /// </summary>
    /// <param name="services">The container's services.</param>
    public static IServiceCollection AddMsmtp(this IServiceCollection services) => services.AddMsmtp(static _ => { });

    /// <inheritdoc cref="AddMsmtp(IServiceCollection)"/>
    /// <param name="services">The container's services.</param>
    /// <param name="configure">
    /// Names further accounts, a msmtprc file, further plugins. Called once, when the mailer is made, behind the options.
    /// </param>
    public static IServiceCollection AddMsmtp(this IServiceCollection services, Action<MailerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<MsmtpOptions>, ConfigurationSection>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StartupValidation>());
        services.AddSingleton(new BuilderStep(configure));
        services.TryAddSingleton(NewMailer);
        return services;
    }

    /// <summary>
    /// Sends the queued mails of the <see cref="IMailer"/> while the host runs, and gives the container the default account's <see
    /// cref="IMailQueue"/>. An account has a queue if it says so: <c>["queue"] = "on"</c>. When the host stops, mails under way end, for <see
    /// cref="ConnectionPoolOptions.ShutdownTimeout"/> at most; the others stay in the queue.
    /// </summary>
    /// <param name="services">The container's services.</param>
    public static IServiceCollection AddMsmtpQueue(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, QueueService>());
        services.TryAddSingleton<IMailQueue, DefaultQueue>();
        return services;
    }

    /// <summary>
    /// Keeps every mail in a <see cref="MailCapture"/> instead of sending it: for an application's own tests. It does not matter whether
    /// <see cref="AddMsmtp(IServiceCollection)"/> comes before or behind it. Nothing is connected, and nobody is asked for a secret.
    /// </summary>
    public static IServiceCollection AddMsmtpCapture(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<MailCapture>();
        return services;
    }

    static IMailer NewMailer(IServiceProvider provider)
    {
        var builder = new MailerBuilder()
            .AddDefaultPlugins()
            .UseServices(provider)
            .UseTelemetry(provider.GetService<ILoggerFactory>(), provider.GetService<IMeterFactory>());
        // The mailer's own clock is the system's too, and knows local time better.
        if (provider.GetService<TimeProvider>() is { } time && time != TimeProvider.System)
            builder.UseTime(time);
        provider.GetRequiredService<IOptions<MsmtpOptions>>().Value.ApplyTo(builder);
        foreach (var step in provider.GetServices<BuilderStep>())
            step.Configure(builder);
        if (provider.GetService<MailCapture>() is { } capture)
            CapturePlugin.Use(builder, capture);
        return builder.Build();
    }

    sealed record BuilderStep(Action<MailerBuilder> Configure);
}
