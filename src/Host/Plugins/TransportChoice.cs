namespace Msmtp.Hosting;

/// <summary>Which transport an account uses: the one that it names, or the first one.</summary>
static class TransportChoice
{
    /// <returns>Null: there is none with that name, or none at all.</returns>
    public static TransportRegistration? Of(PluginRegistry plugins, AccountSettings settings)
    {
        var transports = plugins.Transports;
        var name = settings.Get(DeliverySettings.Transport);
        foreach (var transport in transports)
            if (name is null || transport.Name == name)
                return transport;
        return null;
    }

    /// <summary>Why there is none.</summary>
    public static string Fault(PluginRegistry plugins, AccountSettings settings) => plugins.Transports.Count == 0
        ? "no transport plugin is registered"
        : RegisteredNames.Missing("transport", settings.Get(DeliverySettings.Transport), plugins.Transports);

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
