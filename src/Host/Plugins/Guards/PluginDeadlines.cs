namespace Msmtp.Hosting;

/// <summary>How long a plugin from a folder may take before the mail goes on without it.</summary>
sealed record PluginDeadlines
{
    /// <summary>Loading, the constructor and <see cref="IPlugin.Register"/> together.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>One step of a mechanism, one record for a log, closing a connection.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A question to a source of secrets, which may have to ask a person.</summary>
    public TimeSpan Question { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The silence of a transport: opening a connection, and between two reads of the message's body, or after the last.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(10);
}
