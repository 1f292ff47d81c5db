namespace Msmtp.Secrets.Credentials;

/// <summary>
/// The folders that hold credentials as files, each under its name. Their permissions are not checked: systemd gives access to the
/// unit's user alone, Docker to everybody in the container.
/// </summary>
/// <param name="systemd">systemd's folder for this unit; null: there is none.</param>
/// <param name="container">The container's.</param>
sealed class CredentialFolders(string? systemd, string container)
{
    /// <summary>Reads a credential.</summary>
    /// <exception cref="MailException">There is none of this name, or it cannot be used. The message names the files.</exception>
    public Secret Read(string name)
    {
        foreach (var folder in systemd is null ? [container] : new[] { systemd, container })
            if (TryRead(Path.Combine(folder, name)) is { } secret)
                return secret;
        throw CredentialFailure.Of(ExitCode.Config, $"there is no credential {name}: {Searched(name)}");
    }

    string Searched(string name) => systemd is null
        ? $"CREDENTIALS_DIRECTORY is not set, and {Path.Combine(container, name)} does not exist"
        : $"neither {Path.Combine(systemd, name)} nor {Path.Combine(container, name)} exists";

    // Null: there is no such file.
    static Secret? TryRead(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return CredentialContent.Read(file, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CredentialFailure.Of(ExitCode.IoErr, $"cannot read the credential {path}: {SystemError.Describe(e)}", e);
        }
    }
}
