namespace Msmtp.Hosting;

/// <summary>
/// Which connector opens an account's connections: the one that it names, or the only one. If there are several, nothing is guessed: a
/// plugin that was installed to send everything through a tunnel must not be bypassed by another that connects directly.
/// </summary>
static class ConnectorChoice
{
    /// <exception cref="MailException">There is none with that name, or there are several and none is named.</exception>
    public static ConnectorRegistration Of(IReadOnlyList<ConnectorRegistration> connectors, AccountSettings settings)
    {
        var name = settings.Get(DeliverySettings.Connector);
        return Find(connectors, name) ?? throw new MailException(ExitCode.Config, DeliveryStage.Configure, Fault(connectors, name));
    }

    /// <summary>
    /// Why an account has none; null: it has one, or there are no connectors at all, which matters only if one is needed.
    /// </summary>
    public static string? FaultOf(IReadOnlyList<ConnectorRegistration> connectors, AccountSettings settings)
    {
        var name = settings.Get(DeliverySettings.Connector);
        var isDecided = name is null && connectors.Count == 0 || Find(connectors, name) is not null;
        return isDecided ? null : Fault(connectors, name);
    }

    static ConnectorRegistration? Find(IReadOnlyList<ConnectorRegistration> connectors, string? name)
    {
        foreach (var connector in connectors)
            if (name is null ? connectors.Count == 1 : connector.Name == name)
                return connector;
        return null;
    }

    static string Fault(IReadOnlyList<ConnectorRegistration> connectors, string? name) => name is not null
        ? RegisteredNames.Missing("connector", name, connectors)
        : $"there are several connectors, and \"connector\" names none: {RegisteredNames.Listed(connectors)}";
}
