namespace Msmtp.Secrets.Credentials;

/// <summary>Finds credentials: by descriptor, otherwise by name. What the account names must exist.</summary>
/// <param name="context">The account, and the environment with systemd's folder.</param>
/// <param name="descriptors">The descriptors, and what has been read from them.</param>
/// <param name="containerFolder">Where Docker, Podman and Kubernetes put secrets.</param>
sealed class CredentialsSource(PluginContext context, DescriptorSecrets descriptors, string containerFolder = CredentialsSource.ContainerFolder)
    : ISecretSource
{
    const string ContainerFolder = "/run/secrets";

    readonly AccountSettings settings = context.Account.Settings;

    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        var secret = Find(query);
        if (secret is null || query.Rejected is not { } rejected || !secret.Matches(rejected))
            return new(secret);
        // Asking again would give the same answer forever.
        secret.Dispose();
        return default;
    }

    Secret? Find(SecretQuery query) => query.Kind switch
    {
        SecretKind.Password or SecretKind.Token => settings.Get(CredentialsSettings.Descriptor) is { } number
            ? descriptors.Get(number, context.Io)
            : Named(settings.Get(CredentialsSettings.Name)),
        // The key of an OAuth client, say, has another passphrase.
        SecretKind.KeyPassphrase when query.File is { } file && file == settings.Get(CommonSettings.TlsKeyFile) =>
            Named(settings.Get(CredentialsSettings.KeyName)),
        _ => null,
    };

    Secret? Named(string? name) => name is null ? null : new CredentialFolders(SystemdFolder, containerFolder).Read(name);

    // systemd.exec(5): the variable is set, to an absolute path, if the unit has any credentials.
    string? SystemdFolder => context.Environment.GetVariable("CREDENTIALS_DIRECTORY") is ['/', ..] folder ? folder : null;
}
