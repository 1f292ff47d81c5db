namespace Msmtp.Server;

/// <summary>Whose line it is.</summary>
public enum DialogueSpeaker
{
    /// <summary>"C:", a line from the client.</summary>
    Client,

    /// <summary>"S:", a line from the server.</summary>
    Server,

    /// <summary>An event between the lines, such as the start of TLS.</summary>
    Event,
}
