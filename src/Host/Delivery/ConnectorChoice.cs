namespace Msmtp.Hosting;

/// <summary>
/// Which connector opens an account's connections: the one that it names, or the only one. Where there are several, nothing is guessed: a
/// plugin that was installed to send all through a tunnel must not stand by while another connects in the open.
/// </summary>
static class ConnectorChoice
{
    /// <exception cref="MailException">There is none of that name, or several and none is named.</exception>
    public static ConnectorRegistration Of(IReadOnlyList<ConnectorRegistration> connectors, Settings settings)
    {
        var name = settings.Get(DeliverySettings.Connector);
        foreach (var connector in connectors)
            if (connector.Name == name || name is null && connectors.Count == 1)
                return connector;
        throw new MailException(ExitCode.Config, DeliveryStage.Configure, Fault(connectors, name));
    }

    /// <summary>Why an account has none; null: it has one, or nobody connects at all, which matters only to who wants to.</summary>
    public static string? FaultOf(IReadOnlyList<ConnectorRegistration> connectors, Settings settings)
    {
        var name = settings.Get(DeliverySettings.Connector);
        if (name is null ? connectors.Count <= 1 : connectors.Any(connector => connector.Name == name))
            return null;
        return Fault(connectors, name);
    }

    static string Fault(IReadOnlyList<ConnectorRegistration> connectors, string? name)
    {
        var names = string.Join(", ", connectors.Select(static connector => connector.Name));
        return name is null
            ? $"there are several connectors, and \"connector\" names none: {names}"
            : $"there is no connector {name}; there is {(names.Length > 0 ? names : "none")}";
    }
}
