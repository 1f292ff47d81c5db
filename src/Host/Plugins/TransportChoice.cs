namespace Msmtp.Hosting;

/// <summary>Which transport an account uses: the one that it names, or the first one.</summary>
static class TransportChoice
{
    /// <summary><c>transport</c>: the name under which a plugin registered it; null: the first one that is registered.</summary>
    public static readonly SettingKey<string?> Setting = new(
        "transport", null, SettingParsers.Text, option: new SettingOption("transport", ArgumentRule.Required)
        {
            HelpArgument = "=name",
            Help = ["hand the mail over by this transport"],
        });

    /// <returns>Null: there is none with that name, or none at all.</returns>
    public static TransportRegistration? Of(PluginRegistry plugins, AccountSettings settings)
    {
        var transports = plugins.Transports;
        var name = settings.Get(Setting);
        foreach (var transport in transports)
            if (name is null || transport.Name == name)
                return transport;
        return null;
    }

    /// <summary>Why there is none.</summary>
    public static string Fault(PluginRegistry plugins, AccountSettings settings) => plugins.Transports.Count == 0
        ? "no transport plugin is registered"
        : RegisteredNames.Missing("transport", settings.Get(Setting), plugins.Transports);

    /// <summary>
    /// Why an account cannot use a transport; null: it can. A missing server is reported before anything else, as msmtp does.
    /// </summary>
    public static string? Fault(TransportRegistration transport, AccountSettings settings)
    {
        if (transport.NeedsNoHost)
            return null;
        if ((settings.Get(CommonSettings.Host) ?? settings.Get(CommonSettings.Socket)) is null)
            return "host not set";
        return settings.Get(CommonSettings.Port) == 0 ? "port not set" : null;
    }
}
