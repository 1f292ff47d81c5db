using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Msmtp.Hosting;

namespace Msmtp.Tests.Queue;

/// <summary>Applications with a queue in a folder of the test's.</summary>
static class QueueingApplications
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static MailRequest Mail(string subject) => new()
    {
        Message = MessageInput.FromOctets(System.Text.Encoding.ASCII.GetBytes($"Subject: {subject}\n\nhello\n")),
        To = ["you@example.net"],
    };

    /// <summary>One whose hosted services run.</summary>
    public static async Task<ServiceProvider> StartAsync(string folder, int port, params IReadOnlyList<(string Command, string Argument)> more)
    {
        var services = Services(folder, port, null, more);
        await StartAsync(services);
        return services;
    }

    public static async Task StartAsync(ServiceProvider services)
    {
        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(Token);
    }

    public static async Task StopAsync(ServiceProvider services)
    {
        foreach (var service in services.GetServices<IHostedService>())
            await service.StopAsync(Token);
    }

    /// <summary>One whose hosted services do not run.</summary>
    public static ServiceProvider Services(string folder, int port, TimeProvider? time, params IReadOnlyList<(string Command, string Argument)> more)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        if (time is not null)
            services.AddSingleton(time);
        services.AddMsmtp(builder => builder.AddAccount("default",
        [
            new("host", "127.0.0.1"),
            new("port", port.ToString(CultureInfo.InvariantCulture)),
            new("from", "me@example.org"),
            new("queue_dir", Path.Combine(folder, "queue")),
            .. more.Any(static one => one.Command == "queue") ? (KeyValuePair<string, string>[])[] : [new("queue", "on")],
            .. more.Select(static one => new KeyValuePair<string, string>(one.Command, one.Argument)),
        ]));
        services.AddMsmtpQueue();
        services.AddHealthChecks().AddCheck<MsmtpQueueHealthCheck>("queue");
        return services.BuildServiceProvider();
    }

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(50), "it did not happen");
            await Task.Yield();
        }
    }
}
