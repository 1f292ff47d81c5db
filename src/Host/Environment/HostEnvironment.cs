namespace Msmtp.Hosting;

/// <summary>Everything outside the host that it and its plugins use. The command and an application each set up their own.</summary>
sealed record HostEnvironment
{
    public required PluginEnvironment Environment { get; init; }

    public UserEnvironment User { get; init; } = new();

    public SystemShell Shell { get; init; } = new();

    public IoMode Io { get; init; } = IoMode.Asynchronous;

    public ITrace? Trace { get; init; }

    public Action<HostNotice> Notify { get; init; } = static _ => { };

    public TimeProvider Time { get; init; } = SystemClock.Instance;

    /// <summary>This machine has an address besides its loopback ones.</summary>
    public Func<bool> HasNetwork { get; init; } = NetworkPresence.Find;

    public IServiceProvider? Services { get; init; }

    /// <inheritdoc cref="PluginContext.WithholdSystemStore"/>
    public Func<IDisposable>? WithholdSystemStore { get; init; }

    /// <summary>This program is the service behind <c>queue_socket</c>: it sends what others hand over.</summary>
    public bool IsQueueService { get; init; }

    /// <summary>There is only one mail, or one question to the server: the account's secrets are zeroed once they have been used.</summary>
    public bool UsesAccountsOnce { get; init; }

    /// <inheritdoc cref="PluginContext.CreateSpool"/>
    public Stream CreateSpool() =>
        new SpoolStream(Environment.GetVariable("TMPDIR") is { Length: > 0 } folder ? folder : Path.GetTempPath());
}
