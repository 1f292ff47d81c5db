using Faulty.Library;
using Microsoft.Extensions.Logging;
using Msmtp;

[assembly: MsmtpPlugin<Served.ServedPlugin>]

namespace Served;

/// <summary>A log that asks the application for its services: one of the framework, and one of its own.</summary>
public sealed class ServedPlugin : IPlugin
{
    public string Id => "tests.served";

    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.AddLogSink("served", static context => new ServedLog(context));
    }

    sealed class ServedLog(PluginContext context) : ILogSink
    {
        public ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken)
        {
            Tell("a logger", context.Services?.GetService(typeof(ILoggerFactory)) is ILoggerFactory);
            Tell("a speaker", context.Services?.GetService(typeof(Speaker)) is Speaker);
            return default;
        }

        void Tell(string service, bool isThere) => context.Notify(new HostNotice($"{service}: {(isThere ? "yes" : "no")}"));
    }
}
