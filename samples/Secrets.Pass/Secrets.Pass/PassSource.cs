using Msmtp;
using Msmtp.Text;

namespace Secrets.Pass;

/// <summary>Asks pass(1) for FOLDER/HOST/USER; the first line is the password.</summary>
/// <param name="folder">The folder in the store; null: the account does not use it.</param>
/// <param name="store">The directory of the store.</param>
/// <param name="shell">Runs pass.</param>
sealed class PassSource(string? folder, string store, IShell shell) : ISecretSource
{
    public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        if (folder is null || query is not { Kind: SecretKind.Password or SecretKind.Token, Host: { } host, User: { } user })
            return null;
        if (!IsName(host) || !IsName(user) || !File.Exists(Path.Combine(store, folder, host, user + ".gpg")))
            return null;
        var secret = await ShowAsync($"{folder}/{host}/{user}", cancellationToken).ConfigureAwait(false);
        if (query.Rejected is null || !secret.Matches(query.Rejected))
            return secret;
        // The store would give the same answer forever.
        secret.Dispose();
        return null;
    }

    // The entry is passed in the environment: the value of a variable is never parsed as part of the command.
    async Task<Secret> ShowAsync(string entry, CancellationToken cancellationToken)
    {
        var command = new ShellCommand("exec pass show -- \"$ENTRY\"")
        {
            Environment = new Dictionary<string, string> { ["ENTRY"] = entry, ["PASSWORD_STORE_DIR"] = store },
        };
        var (status, output) = await shell.RunAsync(command, cancellationToken).ConfigureAwait(false);
        using (output)
        {
            if (status != 0)
                throw new MailException(ExitCode.Config, DeliveryStage.Configure, $"pass cannot show {PrintableText.Text(entry)}");
            var end = output.Reveal().IndexOf((byte)'\n');
            return new Secret(output.Reveal()[..(end < 0 ? output.Reveal().Length : end)].ToArray());
        }
    }

    // Hosts and users name an entry, and must not lead out of the folder.
    static bool IsName(string name) => name is not ("" or "." or "..") && name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0;
}
