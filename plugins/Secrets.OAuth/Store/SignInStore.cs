using System.Security.Cryptography;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Store;

/// <summary>
/// Keeps the sign-in of one account: one entry for each provider and user, in <c>oauth_store</c>. Whoever changes it holds the lock, and
/// has read it again under the lock.
/// </summary>
sealed class SignInStore(PluginContext context, SignInSettings settings)
{
    const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // What an application gets for itself never replaces what a person has signed in for.
    readonly SecretKey key = new(
        settings.Flow is Flows.Application or Flows.Service ? "oauth-application" : "oauth",
        settings.Provider.Name,
        settings.User ?? settings.Account.Name ?? "");

    ISecretStore? store;

    ISecretStore Store => store ??= context.OpenSecretStore(settings.Store == "file" ? Folder : settings.Store);

    // Of the lock, and of files.
    string Folder => Path.IsPathRooted(settings.Store) ? settings.Store
        : context.Environment.StateFolder is { } state ? Path.Combine(state, "oauth")
        : throw new MailException(
            ExitCode.Config,
            DeliveryStage.Configure,
            "a sign-in cannot be kept: set HOME, XDG_STATE_HOME or STATE_DIRECTORY, or oauth_store to the path of a folder");

    /// <summary>The sign-in, which the caller disposes; null if there is none.</summary>
    /// <exception cref="MailException">The store is not available, unsafe (78), or its content is damaged (77).</exception>
    public async ValueTask<StoredSignIn?> FindAsync(CancellationToken cancellationToken)
    {
        using var stored = await Store.FindAsync(key, cancellationToken).ConfigureAwait(false);
        try
        {
            return stored is null ? null : SignInFormat.Read(stored.Reveal());
        }
        catch (InvalidDataException e)
        {
            throw new MailException(
                ExitCode.NoPerm,
                DeliveryStage.Configure,
                $"the stored sign-in at {settings.Provider.Name} cannot be used ({e.Message}): run {settings.AuthorizeCommand}",
                inner: e);
        }
    }

    /// <summary>Replaces it; on disk when this returns.</summary>
    /// <exception cref="MailException">The disk is full, or the store not available (75), or unsafe (78).</exception>
    public async ValueTask StoreAsync(StoredSignIn signIn, CancellationToken cancellationToken)
    {
        using var written = SignInFormat.Write(signIn);
        try
        {
            await Store.StoreAsync(key, written, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e) when (e.ExitCode == ExitCode.IoErr)
        {
            throw StoreFailures.Temporary(e.Message, e);
        }
    }

    /// <summary>Removes it; false if there was none.</summary>
    public ValueTask<bool> RemoveAsync(CancellationToken cancellationToken) => Store.RemoveAsync(key, cancellationToken);

    /// <summary>Waits for the lock (flock(2) on a file of its own).</summary>
    /// <param name="held">Holds it until it is disposed.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MailException"><see cref="ExitCode.TempFail"/>: somebody else has held it for too long.</exception>
    public async ValueTask LockAsync(StoreLock held, CancellationToken cancellationToken)
    {
        var folder = Folder;
        Make(folder);
        // The host refuses a folder that others own or can access.
        (await context.OpenSecretStore(folder).FindAsync(key, cancellationToken).ConfigureAwait(false))?.Dispose();
        await held.TakeAsync(Path.Combine(folder, LockName), context, cancellationToken).ConfigureAwait(false);
    }

    // Names may be long, and anything may be in them.
    string LockName =>
        Convert.ToHexStringLower(SHA256.HashData(OctetText.Encode($"{key.Service}\0{key.Host}\0{key.User}")).AsSpan(0, 16)) + ".lock";

    static void Make(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, Own);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreFailures.Temporary($"cannot create {folder}: {SystemError.Describe(e)}", e);
        }
    }
}
