using Msmtp;

[assembly: MsmtpPlugin<My.Plugin_1.MaildropPlugin>]

namespace My.Plugin_1;

/// <summary>Writes mail into a folder: <c>transport maildrop</c> and <c>maildrop FOLDER</c> in msmtprc.</summary>
public sealed class MaildropPlugin : IPlugin
{
    static readonly SettingKey<string?> Folder = new("maildrop", null, SettingParsers.Path);

    public string Id => "my.plugin.id";

    public void Register(IPluginRegistry registry) => registry
        .AddSetting(Folder)
        .Add(new TransportRegistration("maildrop", static (context, _) => Open(context)) { NeedsNoHost = true });

    static ValueTask<ITransport> Open(PluginContext context)
    {
        if (context.Account.Settings.Get(Folder) is not { } folder)
            throw new MailException(ExitCode.Config, DeliveryStage.Configure, "maildrop is not set");
        if (!Directory.Exists(folder))
            throw new MailException(ExitCode.CantCreat, DeliveryStage.Connect, $"{folder}: there is no such folder");
        return new(new MaildropTransport(folder, context.Time));
    }
}
