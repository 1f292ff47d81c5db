[assembly: Msmtp.MsmtpPlugin<Msmtp.Secrets.Command.SecretCommandPlugin>]

namespace Msmtp.Secrets.Command;

/// <summary>Secrets that a command of the user's prints: <c>passwordeval</c>, <c>tls_key_passwordeval</c>.</summary>
public sealed class SecretCommandPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "secrets.command";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry
            .AddSetting(SecretCommandSettings.PasswordEval)
            .AddSetting(SecretCommandSettings.KeyPasswordEval)
            .AddCheck(static settings => SecretCommandSettings.Fault(settings, OperatingSystem.IsWindows()))
            .AddSecretSource(
                SecretCommandSettings.PasswordEval.Name,
                new SecretFacts(SecretFacts.Command) { IsAskedBeforeConnecting = true },
                static context => Source(context, SecretCommandSettings.PasswordEval, SecretKind.Password, SecretKind.Token))
            .AddSecretSource(
                SecretCommandSettings.KeyPasswordEval.Name,
                new SecretFacts(SecretFacts.Command),
                OfKey);
    }

    static CommandSource Source(PluginContext context, SettingKey<string?> command, params IReadOnlyList<SecretKind> kinds) =>
        new(context.Account.Settings.Get(command), context.Shell, kinds);

    static CommandSource OfKey(PluginContext context)
    {
        var settings = context.Account.Settings;
        // Without the file there is no key that the command could be for.
        var command = settings.Get(CommonSettings.TlsKeyFile) is null ? null : settings.Get(SecretCommandSettings.KeyPasswordEval);
        return new CommandSource(command, context.Shell, SecretKind.KeyPassphrase) { File = settings.Get(CommonSettings.TlsKeyFile) };
    }
}
