[assembly: Msmtp.MsmtpPlugin<Msmtp.Secrets.Command.SecretCommandPlugin>]

namespace Msmtp.Secrets.Command;

/// <summary>Secrets that a command of the user's prints: <c>passwordeval</c>.</summary>
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
            .AddSecretSource(
                SecretCommandSettings.PasswordEval.Name,
                new SecretFacts(SecretFacts.Command) { IsAskedEarly = true },
                static context => new CommandSource(context.Account.Settings.Get(SecretCommandSettings.PasswordEval), context.Shell));
    }
}
