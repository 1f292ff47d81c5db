namespace Msmtp;

/// <summary>
/// What a plugin says that it has to offer, while <see cref="IPlugin.Register"/> runs. Facts are said here, so that
/// nothing has to be made or cast to find them out; factories run when their product is first needed, and do no I/O but
/// for <see cref="TransportFactory"/>. A name that is already taken is refused with <see cref="ArgumentException"/>.
/// </summary>
public interface IPluginRegistry
{
    /// <summary>Adds a setting: a command of msmtprc, and its option.</summary>
    IPluginRegistry AddSetting(SettingKey key);

    /// <summary>Adds a rule across settings.</summary>
    IPluginRegistry AddCheck(AccountCheck check);

    /// <summary>Adds a SASL mechanism.</summary>
    IPluginRegistry AddSasl(SaslMechanism mechanism);

    /// <summary>Adds a place where secrets are kept.</summary>
    /// <param name="name">What errors and listings call it.</param>
    /// <param name="facts">When it is asked.</param>
    /// <param name="create">Makes it, for one account.</param>
    IPluginRegistry AddSecretSource(string name, SecretFacts facts, Func<PluginContext, ISecretSource> create);

    /// <summary>Adds a way to hand mail to a server.</summary>
    /// <param name="name">What a setting chooses it by.</param>
    /// <param name="open">Opens a link.</param>
    IPluginRegistry AddTransport(string name, TransportFactory open);

    /// <summary>Adds a log.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="create">Makes it, for one account. Null: this account does not use it.</param>
    IPluginRegistry AddLogSink(string name, Func<PluginContext, ILogSink?> create);

    /// <summary>Adds a mode of the command, such as <c>--serverinfo</c>.</summary>
    IPluginRegistry AddMode(CommandMode mode);
}
