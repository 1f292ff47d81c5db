namespace Msmtp.Hosting;

/// <summary>
/// A secret source of a plugin from a folder. One that breaks its contract is skipped for this mail: the next one is asked.
/// </summary>
/// <param name="guard">The boundary.</param>
/// <param name="create">Creates the source, on the plugin's thread.</param>
/// <param name="notify">Is told about a source that broke its contract.</param>
sealed class GuardedSecretSource(PluginGuard guard, Func<ISecretSource> create, Action<HostNotice> notify) : ISecretSource
{
    ISecretSource? source;

    public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        var answer = new Answer();
        try
        {
            await guard.CallAsync(DeliveryStage.Auth, guard.Deadlines.Question, token => AskAsync(answer, query, token), cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            // From the guard: the source broke its contract, or hangs.
            notify(PluginNotice.Of(e));
            return null;
        }
        return answer.Refusal is { } refusal ? throw refusal : answer.Secret;
    }

    public ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken) =>
        source is { } known
            ? guard.CallAsync(DeliveryStage.Auth, guard.Deadlines.Step, token => known.ReportAsync(query, secret, verdict, token), cancellationToken)
            : default;

    public void Forget() => PluginGuard.Leave(() => source?.Forget());

    // Keeps the source's own failures apart from those that the guard reports about it.
    async ValueTask AskAsync(Answer answer, SecretQuery query, CancellationToken cancellationToken)
    {
        try
        {
            answer.Secret = await (source ??= create()).FindAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            answer.Refusal = e;
        }
    }

    sealed class Answer
    {
        public Secret? Secret { get; set; }

        public MailException? Refusal { get; set; }
    }
}

/// <summary>A secret store of a plugin from a folder. It is created when it is first called, on the plugin's thread.</summary>
sealed class GuardedSecretStore(PluginGuard guard, Func<ISecretStore> create) : ISecretStore
{
    ISecretStore? store;

    ISecretStore Store => store ??= create();

    // The same time as for a question: the user may have to unlock it.
    public ValueTask<Secret?> FindAsync(SecretKey key, CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Configure, guard.Deadlines.Question, token => Store.FindAsync(key, token), cancellationToken);

    public ValueTask StoreAsync(SecretKey key, Secret secret, CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Configure, guard.Deadlines.Question, token => Store.StoreAsync(key, secret, token), cancellationToken);

    public ValueTask<bool> RemoveAsync(SecretKey key, CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Configure, guard.Deadlines.Question, token => Store.RemoveAsync(key, token), cancellationToken);
}
