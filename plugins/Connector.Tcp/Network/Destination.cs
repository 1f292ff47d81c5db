namespace Msmtp.Connector.Tcp;

/// <summary>A host as the user named it, and a port.</summary>
readonly record struct Destination(string Host, int Port);
