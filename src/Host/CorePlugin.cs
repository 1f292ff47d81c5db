namespace Msmtp.Hosting;

/// <summary>The host's own settings (those that many plugins share, and those of envelope and message) and its own secret store.</summary>
sealed class CorePlugin : IPlugin
{
    public string Id => "core";

    public void Register(IPluginRegistry registry)
    {
        registry
            .AddSetting(CommonSettings.Host)
            .AddSetting(CommonSettings.Port)
            .AddSetting(CommonSettings.Socket)
            .AddSetting(CommonSettings.Timeout)
            .AddSetting(CommonSettings.Protocol)
            .AddSetting(CommonSettings.Domain)
            .AddSetting(CommonSettings.Auth)
            .AddSetting(CommonSettings.User)
            .AddSetting(CommonSettings.Password)
            .AddSetting(CommonSettings.Tls)
            .AddSetting(CommonSettings.TlsStartTls)
            .AddSetting(CommonSettings.TlsTrustFile)
            .AddSetting(CommonSettings.TlsCertCheck)
            .AddSetting(CommonSettings.From);
        registry.Add(new SecretStoreRegistration(FileSecretStore.Name, static context => FileSecretStore.Of(context.Environment))
        {
            CreateIn = static (_, folder) => new FileSecretStore(folder),
        });
        DeliverySettings.Register(registry);
        registry.AddSetting(FailoverSettings.Accounts);
        EnvelopeSettings.Register(registry);
        MessageSettings.Register(registry);
        QueueSettings.Register(registry);
        registry.AddSetting(LocalDomain.Setting);
        registry.AddSetting(AliasDomains.Setting);
        registry.AddSetting(HandOverToService.Socket);
        registry.AddSetting(SendmailOptions.Strict);
    }
}
