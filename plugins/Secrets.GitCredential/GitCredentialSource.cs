namespace Msmtp.Secrets.GitCredential;

/// <summary>
/// Asks the helper when the secret is needed, has it stored when the server accepts it, and erased when the server refuses it. An
/// expired answer is not used: it is erased, and the helper asked once more.
/// </summary>
sealed class GitCredentialSource : ISecretSource
{
    readonly HelperCommand? helper;
    readonly PluginContext context;
    CredentialAnswer? answer;

    public GitCredentialSource(PluginContext context)
    {
        this.context = context;
        helper = context.Account.Settings.Get(GitCredentialSettings.Helper) is { } value ? HelperCommand.Of(value) : null;
    }

    public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        if (helper is null || ContextOf(query) is not { } wanted)
            return null;
        if (await FreshAsync(helper, wanted, cancellationToken).ConfigureAwait(false) is not { Password: { } password } found)
            return null;
        if (query.Rejected is { } rejected && password.Matches(rejected))
            return null;
        return new Secret(password.Reveal().ToArray()) { User = found.User, ExpiresAt = found.ExpiresAt };
    }

    public async ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken)
    {
        if (helper is null || ContextOf(query) is not { } known)
            return;
        // A password that was typed does not come with the other attributes.
        var own = answer?.Password is { } password && password.Matches(secret) ? answer : null;
        using var description = Write(known with { User = known.User ?? own?.User }, secret, own);
        var command = verdict == SecretVerdict.Accepted ? helper.Store(description) : helper.Erase(description);
        await TellAsync(command, cancellationToken).ConfigureAwait(false);
        if (verdict == SecretVerdict.Accepted)
            Forget();
    }

    public void Forget()
    {
        answer?.Dispose();
        answer = null;
    }

    CredentialContext? ContextOf(SecretQuery query) => CredentialContext.Of(query, context.Account.Settings.Get(CommonSettings.Port));

    // Null: the helper does not know, or only knows an expired one.
    async ValueTask<CredentialAnswer?> FreshAsync(HelperCommand asked, CredentialContext wanted, CancellationToken cancellationToken)
    {
        await AskAsync(asked, wanted, cancellationToken).ConfigureAwait(false);
        if (!HasExpired)
            return answer;
        using (var expired = Write(wanted, answer!.Password, answer))
            await TellAsync(asked.Erase(expired), cancellationToken).ConfigureAwait(false);
        await AskAsync(asked, wanted, cancellationToken).ConfigureAwait(false);
        return HasExpired ? null : answer;
    }

    bool HasExpired => answer is { Password: not null } some && some.HasExpired(context.Time.GetUtcNow());

    // Like git, passes on the refresh token of an expired answer.
    async ValueTask AskAsync(HelperCommand asked, CredentialContext wanted, CancellationToken cancellationToken)
    {
        using var description = Write(wanted, password: null, answer);
        var result = await context.Shell.RunAsync(asked.Get(description), cancellationToken).ConfigureAwait(false);
        using var output = result.Output;
        Forget();
        answer = Read(asked, output);
        if (answer is { Password: null, Quits: true })
            throw Failed(ExitCode.Unavailable, asked, "it says not to ask any further");
        if (answer.Password is null && result.ExitStatus != 0 && !asked.IsGit)
            throw Failed(ExitCode.Config, asked, $"exit status {result.ExitStatus}");
        if (answer is { Password: not null, User: { } user } && wanted.User is { Length: > 0 } && user != wanted.User)
            throw Failed(ExitCode.Config, asked, $"it answered for user {user} in place of {wanted.User}");
    }

    // The result is ignored: many helpers cannot store, and say so by their exit status.
    async ValueTask TellAsync(ShellCommand command, CancellationToken cancellationToken)
    {
        var result = await context.Shell.RunAsync(command, cancellationToken).ConfigureAwait(false);
        result.Output.Dispose();
    }

    static Secret Write(CredentialContext wanted, Secret? password, CredentialAnswer? known)
    {
        try
        {
            return CredentialText.Write(wanted, password, known);
        }
        catch (InvalidDataException e)
        {
            throw new MailException(ExitCode.DataErr, DeliveryStage.Configure, $"cannot ask a credential helper: {e.Message}", inner: e);
        }
    }

    static CredentialAnswer Read(HelperCommand asked, Secret output)
    {
        try
        {
            return CredentialText.Read(output.Reveal());
        }
        catch (InvalidDataException e)
        {
            throw Failed(ExitCode.Config, asked, e.Message, e);
        }
    }

    static MailException Failed(ExitCode exitCode, HelperCommand asked, string reason, Exception? inner = null) =>
        new(exitCode, DeliveryStage.Configure, $"no password from credential helper '{asked.Program}': {reason}", inner: inner);
}
