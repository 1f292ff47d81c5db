using Microsoft.Data.Sqlite;
using Msmtp;

[assembly: MsmtpPlugin<Sqlite.SqlitePlugin>]

namespace Sqlite;

/// <summary>A log that asks SQLite for a sum: its library is native.</summary>
public sealed class SqlitePlugin : IPlugin
{
    public string Id => "tests.sqlite";

    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.AddLogSink("sqlite", static context => new SqliteLog(text => context.Notify(new HostNotice(text))));
    }

    sealed class SqliteLog(Action<string> notify) : ILogSink
    {
        public async ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken)
        {
            await using var memory = new SqliteConnection("Data Source=:memory:");
            await memory.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var command = memory.CreateCommand();
            command.CommandText = "select 40 + 2";
            notify($"sqlite says {await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false)}");
        }
    }
}
