using Msmtp.Text;

namespace My.Plugin_1;

// Not at the top, where a namespace such as My.Secret would hide the type Secret.
using global::Msmtp;

/// <summary>Looks for FOLDER/HOST/USER, whose first line is the password.</summary>
/// <param name="folder">The folder; null: the account has none.</param>
sealed class VaultSource(string? folder) : ISecretSource
{
    public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        if (folder is null || query is not { Kind: SecretKind.Password or SecretKind.Token, Host: { } host, User: { } user })
            return null;
        if (!IsName(host) || !IsName(user))
            return null;
        var octets = await ReadAsync(Path.Combine(folder, host, user), cancellationToken).ConfigureAwait(false);
        if (octets is null)
            return null;
        var end = Array.IndexOf(octets, (byte)'\n');
        var secret = new Secret(end < 0 ? octets : octets[..end]);
        if (query.Rejected is null || !secret.Matches(query.Rejected))
            return secret;
        // The file would give the same answer forever.
        secret.Dispose();
        return null;
    }

    // Hosts and users name a file, and must not lead out of the folder.
    static bool IsName(string name) => name is not ("" or "." or "..") && name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0;

    static async Task<byte[]?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var reason = $"{PrintableText.Text(file)}: {SystemError.Describe(e)}";
            throw new MailException(ExitCode.NoInput, DeliveryStage.Configure, reason, inner: e);
        }
    }
}
