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
                static context => Source(context, SecretCommandSettings.KeyPasswordEval, SecretKind.KeyPassphrase));
    }

    static CommandSource Source(PluginContext context, SettingKey<string?> command, params IReadOnlyList<SecretKind> kinds) =>
        new(context.Account.Settings.Get(command), context.Shell, kinds);
}
