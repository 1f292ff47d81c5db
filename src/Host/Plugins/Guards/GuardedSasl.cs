namespace Msmtp.Hosting;

/// <summary>A mechanism of a plugin from a folder. It is created when it is first called, on the plugin's thread.</summary>
sealed class GuardedSasl(PluginGuard guard, Func<ISaslClient> create) : ISaslClient
{
    ISaslClient? client;

    public bool IsComplete { get; private set; }

    public string? Explanation { get; private set; }

    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken) =>
        AskAsync(static (client, token) => client.StartAsync(token), cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken) =>
        AskAsync((client, token) => client.RespondAsync(challenge, token), cancellationToken);

    public void Dispose() => PluginGuard.Leave(() => client?.Dispose());

    ValueTask<T> AskAsync<T>(Func<ISaslClient, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Auth, guard.Deadlines.Step, async token =>
        {
            client ??= create();
            var answer = await ask(client, token).ConfigureAwait(false);
            IsComplete = client.IsComplete;
            Explanation = client.Explanation;
            return answer;
        }, cancellationToken);
}
