namespace Msmtp.Hosting;

sealed record SecretSourceRegistration(string Name, SecretFacts Facts, Func<PluginContext, ISecretSource> Create);

sealed record TransportRegistration(string Name, TransportFactory Open);

sealed record LogSinkRegistration(string Name, Func<PluginContext, ILogSink?> Create);
