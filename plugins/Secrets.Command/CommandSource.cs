namespace Msmtp.Secrets.Command;

/// <summary>
/// Runs the command each time it is asked, so that one which prints OAuth tokens can print a fresh one after a refusal.
/// </summary>
/// <param name="command">The command; null: none is set.</param>
/// <param name="shell">Runs it.</param>
/// <param name="kinds">The kinds of secret it prints.</param>
sealed class CommandSource(string? command, IShell shell, params IReadOnlyList<SecretKind> kinds) : ISecretSource
{
    /// <summary>The file whose passphrase it prints: that of another key is another one. Null: it prints what has no file.</summary>
    public string? File { get; init; }

    const string Silent = "the command printed nothing on its standard output: run it by hand, as the same user and without a terminal, and check its "
        + "error messages and exit status; cron and daemons have a different PATH, and no agent or desktop to ask";

    public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        if (command is null || !kinds.Contains(query.Kind) || query.File != File)
            return null;

        // An empty line is an empty password; no line at all means that the command failed, whatever its exit status.
        var line = await shell.ReadFirstLineAsync(command, cancellationToken).ConfigureAwait(false);
        return line is null
            ? throw new MailException(ExitCode.Config, DeliveryStage.Configure, $"cannot read output of '{command}'") { Advice = Silent }
            : new Secret(line);
    }
}
