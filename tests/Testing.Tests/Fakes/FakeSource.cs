namespace Msmtp.Testing.Tests.Fakes;

/// <summary>A store with a single secret.</summary>
sealed class FakeSource(PluginContext context, Fault fault) : ISecretSource
{
    public const string Kept = "the kept secret";

    readonly Secret one = Secret.FromText(Kept);
    Secret? given;
    int busy;

    public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        if (fault == Fault.OneAtATime)
            await OneAtATimeAsync(cancellationToken);
        if (fault == Fault.CancelThrowsIO && cancellationToken.IsCancellationRequested)
            throw new IOException("cancelled");
        if (fault == Fault.ChokesOnNames && !CommandText.IsSafe(query.User))
            throw new ArgumentException("what a name!");
        if (fault == Fault.TellsTheSecret)
            context.Notify(new HostNotice($"it is {Kept}"));
        if (fault == Fault.GivesTheRejectedBack && query.Rejected is not null)
            return query.Rejected;
        if (fault == Fault.FindsNothing)
            return null;
        var isKnown = query is { Kind: SecretKind.Password, Host: "mail.example.org", User: "joe" } || fault == Fault.AnswersAnything;
        return !isKnown ? null : fault == Fault.GivesOneSecretToAll ? one : given = Secret.FromText(Kept);
    }

    public ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken)
    {
        if (fault == Fault.DisposesWhatItLearns)
            secret.Dispose();
        return default;
    }

    public void Forget()
    {
        if (fault == Fault.ZeroesWhatItGave)
            given?.Dispose();
    }

    async Task OneAtATimeAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref busy) > 1)
            throw new InvalidOperationException("one at a time");
        await Task.Delay(50, cancellationToken);
        Interlocked.Decrement(ref busy);
    }
}
