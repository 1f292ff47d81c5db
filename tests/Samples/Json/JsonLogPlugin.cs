using Msmtp;
using Newtonsoft.Json;

[assembly: MsmtpPlugin<Json.JsonLogPlugin>]

namespace Json;

/// <summary>Two plugins are made of this source, each with a version of the library of its own, and each says which it got.</summary>
public sealed class JsonLogPlugin : IPlugin
{
    static string Name => typeof(JsonLogPlugin).Assembly.GetName().Name!.ToLowerInvariant();

    public string Id => "tests." + Name;

    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.AddLogSink(Name, static context => new JsonLog(text => context.Notify(new HostNotice(text))));
    }

    sealed class JsonLog(Action<string> notify) : ILogSink
    {
        public ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken)
        {
            var library = typeof(JsonConvert).Assembly.GetName();
            notify(JsonConvert.SerializeObject(new { Plugin = Name, Library = library.Version!.ToString(), Exit = record.ExitCode.ToString() }));
            return default;
        }
    }
}
